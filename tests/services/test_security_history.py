import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_portal.models.contracts import Contract
from finance_portal.notices.browsers import in_words
from finance_portal.services import audit
from finance_portal.services.client import Client
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.security.happenings import (
    OBJECTIONABLE,
    PAGE,
    SUBJECTS,
    happenings,
    is_objectionable,
)
from finance_portal.services.security.holdings import holdings
from finance_portal.services.security.reveal import reveal_number
from tests import make
from tests.api.doors import HOME, NOON, begin, history, later, login, rows
from tests.services.desks import desk_of, signed_in, told, trust, words

AWAY = Client("198.51.100.9", "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0")


@pytest.fixture
def desk(db):
    return desk_of(db)


@pytest.fixture
def elena(db):
    return login(db)


def happened(db, owner, kind, *, at=NOON, client=AWAY, **more):
    with db.begin() as session:
        audit.record(session, kind=kind, at=at, client=client, login_id=owner.id, **more)


def seen(db, owner, number=1):
    return happenings(db, login_id=owner.id, number=number)


class TestHappenings:
    def test_x4_a_line_says_when_where_with_what_and_how(self, db, desk, elena):
        with db.begin() as session:
            new = desk.sessions.begin(
                session, login=elena, now=NOON, client=AWAY, method="password+authenticator"
            )
        happened(db, elena, "account:sign_in:success", session_ref=new.ref)

        (line,) = seen(db, elena).lines
        assert (line.at, line.ip, line.user_agent) == (NOON, AWAY.ip, AWAY.user_agent)
        assert (line.kind, line.method) == ("account:sign_in:success", "password+authenticator")

    def test_x4_failures_stand_in_it_too(self, db, elena):
        happened(db, elena, "account:sign_in:refused")

        assert [line.kind for line in seen(db, elena).lines] == ["account:sign_in:refused"]

    def test_case_2_nobody_elses_lines_and_no_money(self, db, elena):
        happened(db, login(db, "samuel", first_name="Sam"), "account:sign_in:success")
        happened(db, elena, "payment:made")

        assert seen(db, elena).lines == ()

    def test_the_newest_stands_first_and_every_line_on_one_page(self, db, elena):
        for number in range(PAGE + 3):
            happened(db, elena, "account:sign_in:refused", at=later(minutes=number))

        first, second = seen(db, elena), seen(db, elena, 2)
        times = [line.at for line in (*first.lines, *second.lines)]
        assert times == sorted(times, reverse=True)
        assert (len(first.lines), len(second.lines), second.count) == (PAGE, 3, PAGE + 3)

    @pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (0, 1), (99, 2), (10**30, 2)])
    def test_case_45_a_page_beyond_the_last_is_the_last(self, db, elena, asked, shown):
        for _ in range(PAGE + 1):
            happened(db, elena, "account:sign_in:refused")

        assert seen(db, elena, asked).number == shown

    @pytest.mark.parametrize(
        ("arrival", "seen_then"), [("w1", []), ("w2", ["account:password:accepted"])]
    )
    def test_a_step_has_a_line_only_where_it_led_nowhere(self, db, elena, arrival, seen_then):
        happened(db, elena, "account:password:accepted", subject="w1")
        happened(db, elena, "account:sign_in:success", subject=arrival, at=later(minutes=1))

        kinds = [line.kind for line in seen(db, elena).lines]
        assert kinds == ["account:sign_in:success", *seen_then]
        assert seen(db, elena).count == len(kinds)

    def test_a_session_that_a_step_up_replaced_is_no_line(self, db, elena):
        for why in ("renewed", "replaced", "signed-out"):
            happened(db, elena, f"session:ended:{why}")

        assert [line.kind for line in seen(db, elena).lines] == ["session:ended:signed-out"]

    @pytest.mark.parametrize("kind", ["account:sign_in:refused", "account:sign_in:throttled"])
    def test_case_34_a_strangers_guesses_give_nothing_to_object_to(self, kind):
        assert not is_objectionable(kind)

    def test_whatever_can_be_objected_to_is_shown(self):
        assert all(kind.startswith(SUBJECTS) for kind in OBJECTIONABLE)


class TestHoldings:
    def test_only_open_sessions_of_this_login_are_there(self, db, desk, elena):
        here = begin(db, desk.sessions, elena, now=later(minutes=1))
        ended = begin(db, desk.sessions, elena)
        idle = begin(db, desk.sessions, elena, now=later(minutes=-20))
        desk.sessions.end(ended.ref, why="signed-out", now=NOON)
        begin(db, desk.sessions, login(db, "samuel", first_name="Sam"))

        found = holdings(desk, login_id=elena.id, now=later(minutes=2))

        assert [row.ref for row in found.sessions] == [here.ref]
        assert idle.ref not in {row.ref for row in found.sessions}

    def test_only_devices_that_are_trusted_are_there(self, db, desk, elena):
        trust(desk, elena, client=AWAY)

        assert [row.ip for row in holdings(desk, login_id=elena.id, now=NOON).devices] == [AWAY.ip]
        later_on = holdings(desk, login_id=elena.id, now=later(days=31))
        assert list(later_on.devices) == []


class TestReveal:
    @pytest.fixture
    def books(self, db, tmp_path):
        return make.boarded(db, tmp_path)

    def owner_of(self, db, books):
        owner = login(db, email="elena@example.com")
        with db.begin() as session:
            session.merge(owner).borrower_id = books.borrower_id
        return owner.model_copy(update={"borrower_id": books.borrower_id})

    def test_k4_the_number_is_shown_and_that_is_written_down_and_told(self, db, desk, books):
        act = signed_in(desk, self.owner_of(db, books))

        assert reveal_number(desk, act, contract_ref=books.contract.ref) == "L1"
        assert history(db)[-1] == "number:revealed"
        assert told(db) == ["elena@example.com"]
        said = words(db, "number_revealed")  # but for the link, which is drawn at random
        assert "L1" not in f"{said.subject} {said.paragraphs} {said.text}"

    def test_case_43_a_foreign_contract_is_as_if_it_did_not_exist(self, db, desk, books, elena):
        act = signed_in(desk, elena)
        before = history(db)

        for ref in (books.contract.ref, "nonsense", ""):
            with pytest.raises(ContractNotFound, match="cannot find"):
                reveal_number(desk, act, contract_ref=ref)
        assert history(db) == before
        assert rows(db, Contract)


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh) Chrome/131.0 Safari/537.36", "Chrome on a Mac"),
        ("Mozilla/5.0 (iPhone) Version/17.4 Mobile Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (X11; Linux) Gecko Firefox/133.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Mobile", "Chrome on Android"),
        ("curl/8.5.0", "a program, not a browser"),
        (HOME.user_agent, "an unknown browser"),
        ("", "an unknown browser"),
    ],
)
def test_x4_a_device_is_said_in_words(user_agent, said):
    assert in_words(user_agent) == said


@given(st.text(max_size=300))
def test_case_70_nothing_of_a_user_agent_is_repeated(user_agent):
    assert in_words(user_agent).isprintable()
