from datetime import timedelta

import pytest

from finance_portal.services.client import Client
from finance_portal.services.sessions import GRACE
from tests.api.doors import (
    HOME,
    NOON,
    begin,
    history,
    later,
    login,
    sessions_of,
    stored_sessions,
)


@pytest.fixture
def sessions(db):
    return sessions_of(db)


@pytest.fixture
def elena(db):
    return login(db)


class TestBegin:
    def test_the_secret_finds_its_borrower(self, db, sessions, elena):
        new = begin(db, sessions, elena)

        who = sessions.of_secret(new.secret, now=NOON)

        assert (who.borrower_id, who.login_id) == (elena.borrower_id, elena.id)
        assert (who.name, who.session_id) == ("Elena Marsh", new.ref)

    def test_k3_the_secret_is_nowhere_in_the_database_or_in_a_log(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        (row,) = stored_sessions(db)

        assert new.secret not in str(row.model_dump())
        assert new.secret not in repr(new)

    def test_another_installations_key_finds_nothing(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        other = type(sessions)(
            db, key=b"other", idle=timedelta(minutes=15), absolute=timedelta(hours=12)
        )

        assert other.of_secret(new.secret, now=NOON) is None

    @pytest.mark.parametrize("secret", ["", "x", "é\ud800", "a" * 8_000])
    def test_a_made_up_secret_finds_nobody(self, db, sessions, elena, secret):
        begin(db, sessions, elena)

        assert sessions.of_secret(secret, now=NOON) is None

    def test_case_70_what_a_client_says_of_itself_is_cut_and_cleaned(self):
        client = Client("1" * 99, "Mozilla\r\n\x1b[31mfake" + "x" * 500)

        assert (len(client.ip), len(client.user_agent)) == (45, 200)
        assert client.user_agent.startswith("Mozilla   [31mfake")


class TestTimeOut:
    def test_x2_idle_for_fifteen_minutes_it_is_over(self, db, sessions, elena):
        new = begin(db, sessions, elena)

        assert sessions.of_ref(new.ref, now=later(minutes=14, seconds=59))
        assert sessions.of_ref(new.ref, now=later(minutes=15)) is None
        assert sessions.of_secret(new.secret, now=later(minutes=15)) is None

    def test_x2_activity_keeps_it_and_twelve_hours_end_it(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        for minutes in range(10, 720, 10):
            sessions.touch(new.ref, now=later(minutes=minutes))

        assert sessions.of_ref(new.ref, now=later(hours=11, minutes=59))
        assert sessions.of_ref(new.ref, now=later(hours=12)) is None

    def test_touching_never_sets_the_clock_back(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        sessions.touch(new.ref, now=later(minutes=10))
        sessions.touch(new.ref, now=later(minutes=5))

        assert sessions.of_ref(new.ref, now=later(minutes=24))

    def test_touching_writes_at_most_every_fifteen_seconds(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        for second in range(60, 74):
            sessions.touch(new.ref, now=later(seconds=second))
        assert stored_sessions(db)[0].last_seen_at == later(seconds=60)

        sessions.touch(new.ref, now=later(seconds=75))
        assert stored_sessions(db)[0].last_seen_at == later(seconds=75)

    def test_x2_two_minutes_before_either_end_it_is_ending(self, db, sessions, elena):
        new = begin(db, sessions, elena)

        def standing(**at):
            return sessions.standings([new.ref, "nobody's"], now=later(**at))

        assert standing(minutes=12, seconds=59) == {new.ref: "live", "nobody's": "over"}
        assert standing(minutes=13)[new.ref] == "ending"
        assert standing(minutes=15)[new.ref] == "over"


class TestRotate:
    def test_the_secret_is_renewed_after_fifteen_minutes_and_not_before(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        assert sessions.rotate(new.secret, now=later(minutes=14, seconds=59)) is None
        sessions.touch(new.ref, now=later(minutes=14))

        secret = sessions.rotate(new.secret, now=later(minutes=15))

        assert secret not in {None, new.secret}
        assert sessions.of_secret(secret, now=later(minutes=20)).session_id == new.ref

    def test_the_old_secret_works_for_thirty_seconds(self, db, sessions, elena):
        old, secret = rotated(db, sessions, elena)

        assert sessions.of_secret(old, now=later(minutes=15, seconds=29))
        assert sessions.of_secret(secret, now=later(minutes=15, seconds=29))

    def test_a_replayed_old_secret_ends_the_session(self, db, sessions, elena):
        old, secret = rotated(db, sessions, elena)

        assert sessions.of_secret(old, now=later(minutes=15) + GRACE) is None
        assert sessions.of_secret(secret, now=later(minutes=15) + GRACE) is None
        assert history(db) == ["session:ended:replayed"]

    def test_a_browser_that_lost_the_answer_is_given_the_same_secret_again(
        self, db, sessions, elena
    ):
        old, secret = rotated(db, sessions, elena)

        assert sessions.rotate(old, now=later(minutes=15, seconds=10)) == secret
        assert sessions.rotate(old, now=later(minutes=15, seconds=40)) is None

    def test_two_pages_at_once_rotate_once(self, db, elena):
        one, other = sessions_of(db), sessions_of(db)
        new = begin(db, one, elena)
        one.touch(new.ref, now=later(minutes=14))

        assert one.rotate(new.secret, now=later(minutes=15))
        assert other.rotate(new.secret, now=later(minutes=15)) is None

    def test_an_ended_session_is_not_renewed(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        sessions.end(new.ref, why="signed-out", now=later(minutes=1))

        assert sessions.rotate(new.secret, now=later(minutes=15)) is None


class TestEnd:
    def test_x3_it_is_over_at_once_for_both_names_of_the_session(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        assert sessions.of_ref(new.ref, now=NOON)

        assert sessions.end(new.ref, why="signed-out", now=NOON) is True

        assert sessions.of_ref(new.ref, now=NOON) is None
        assert sessions.of_secret(new.secret, now=NOON) is None
        assert history(db) == ["session:ended:signed-out"]

    def test_x3_another_process_knows_a_second_later(self, db, sessions, elena):
        other = sessions_of(db)
        new = begin(db, sessions, elena)
        assert other.of_ref(new.ref, now=NOON)
        sessions.end(new.ref, why="signed-out", now=NOON)

        assert other.of_ref(new.ref, now=later(seconds=1)) is None

    def test_twice_is_once(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        sessions.end(new.ref, why="signed-out", now=NOON)

        assert sessions.end(new.ref, why="replayed", now=NOON) is False
        assert history(db) == ["session:ended:signed-out"]

    def test_everywhere_means_every_session_of_this_login_only(self, db, sessions, elena):
        sam = login(db, "sam", first_name="Sam")
        mine = [begin(db, sessions, elena).ref for _ in range(3)]
        sams = begin(db, sessions, sam)

        assert sorted(sessions.end_all(elena.id, why="signed-out", now=NOON)) == sorted(mine)

        assert not any(sessions.of_ref(ref, now=NOON) for ref in mine)
        assert sessions.of_ref(sams.ref, now=NOON).login_id == sam.id

    def test_case_77_a_closed_login_has_no_live_session(self, db, sessions, elena):
        new = begin(db, sessions, elena)
        with db.begin() as session:
            session.merge(elena).disabled_at = NOON

        assert sessions.of_ref(new.ref, now=NOON) is None
        assert sessions.of_secret(new.secret, now=NOON) is None


def rotated(db, sessions, owner):
    """A session's old and new secret, changed at a quarter past."""
    new = begin(db, sessions, owner, client=HOME)
    sessions.touch(new.ref, now=later(minutes=14))
    return new.secret, sessions.rotate(new.secret, now=later(minutes=15))
