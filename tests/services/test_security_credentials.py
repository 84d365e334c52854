import pytest

from finance_portal.models.security import PortalSession
from finance_portal.services.client import Client
from finance_portal.services.password_gate import PasswordTooWeak
from finance_portal.services.security.credentials import (
    WrongPassword,
    change_password,
    change_user_name,
)
from finance_portal.services.throttle import TooManyTries
from finance_portal.services.user_names import UserNameRefused
from tests.api.doors import DESK, PASSWORD, begin, history, login, rows, stored_logins
from tests.services.desks import desk_of, is_trusted, signed_in, told, trust, words

pytestmark = pytest.mark.anyio

BETTER = "eleven purple tractors sing"
AWAY = Client("198.51.100.9", "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0")


@pytest.fixture
def desk(db):
    return desk_of(db)


@pytest.fixture
def elena(db):
    return login(db, email="elena@example.com")


@pytest.fixture
def act(desk, elena):
    return signed_in(desk, elena)


async def change(desk, act, current=PASSWORD, new=BETTER, *, ends_others=True):
    return await change_password(desk, act, current=current, new=new, ends_others=ends_others)


async def matches(db, password):
    (row,) = stored_logins(db)
    return (await DESK.compare(password, row.password_hash)).matches


class TestChangePassword:
    async def test_p3_the_new_one_counts_and_the_old_one_does_not(self, db, desk, act):
        await change(desk, act)

        assert await matches(db, BETTER)
        assert not await matches(db, PASSWORD)

    async def test_p3_the_current_one_is_needed(self, db, desk, act):
        with pytest.raises(WrongPassword):
            await change(desk, act, current="something else entirely")

        assert await matches(db, PASSWORD)
        assert history(db) == ["account:password:refused"]
        assert told(db) == []

    async def test_guesses_at_the_current_one_are_counted_before_they_are_looked_at(
        self, desk, act
    ):
        for _ in range(5):
            with pytest.raises(WrongPassword):
                await change(desk, act, current="wrong")

        with pytest.raises(TooManyTries):
            await change(desk, act)

    async def test_p3_every_other_session_ends_and_this_one_goes_on(self, db, desk, elena, act):
        other = begin(db, desk.sessions, elena, client=AWAY)

        assert await change(desk, act) == [other.ref]

        ended = {row.ref: row.revoked_for for row in rows(db, PortalSession)}
        assert ended == {other.ref: "password", act.who.session_id: None}

    async def test_p3_the_others_may_stay(self, db, desk, elena, act):
        begin(db, desk.sessions, elena, client=AWAY)

        assert await change(desk, act, ends_others=False) == []
        assert {row.revoked_for for row in rows(db, PortalSession)} == {None}

    async def test_case_41_no_device_is_trusted_after_it(self, desk, elena, act):
        secret = trust(desk, elena)
        await change(desk, act)

        assert not is_trusted(desk, elena, secret, now=act.now)

    async def test_x6_it_is_told_with_a_link_to_object(self, db, desk, act):
        await change(desk, act)

        assert told(db, "password_changed") == ["elena@example.com"]
        assert "/not-me#" in words(db, "password_changed").link.url

    @pytest.mark.parametrize(
        "new", ["short", "password password", "elena elena elena elena", PASSWORD]
    )
    async def test_case_37_what_is_weak_is_refused(self, db, desk, act, new):
        with pytest.raises(PasswordTooWeak):
            await change(desk, act, new=new)

        assert await matches(db, PASSWORD)

    async def test_neither_password_is_in_the_history_or_in_a_message(self, db, desk, act):
        await change(desk, act)

        said = str(words(db, "password_changed")) + str(history(db))
        assert PASSWORD not in said
        assert BETTER not in said


class TestChangeUserName:
    async def test_the_profile_stays(self, db, desk, elena, act):
        assert change_user_name(desk, act, typed=" Elena.Marsh ") == "elena.marsh"

        (row,) = stored_logins(db)
        assert (row.user_name, row.borrower_id) == ("elena.marsh", elena.borrower_id)
        assert history(db) == ["account:user_name:changed"]
        assert told(db, "user_name_changed") == ["elena@example.com"]

    async def test_case_40_a_name_that_somebody_has_is_refused(self, db, desk, act):
        login(db, "samuel", first_name="Sam")

        with pytest.raises(UserNameRefused, match="another"):
            change_user_name(desk, act, typed="SAMUEL")
        assert history(db) == []

    @pytest.mark.parametrize(
        "typed", ["", "abc", "-elena", "\u0435lena", "admin", "a b c d e", "x" * 1_000_000]
    )
    async def test_case_40_what_is_no_user_name_is_refused(self, db, desk, act, typed):
        with pytest.raises(UserNameRefused):
            change_user_name(desk, act, typed=typed)

    async def test_ones_own_name_is_no_change(self, desk, act):
        with pytest.raises(UserNameRefused, match="already"):
            change_user_name(desk, act, typed="elena")
