import timeit

import pytest

from finance_portal.models.security import SecurityEvent
from finance_portal.services import passwords
from finance_portal.services.client import Client
from finance_portal.services.password_desk import PasswordDesk
from finance_portal.services.passwords import Peppers
from finance_portal.services.sign_in import Browser, SignInRefused
from finance_portal.services.throttle import TooManyTries
from finance_portal.services.user_names import canonical_user_name
from tests.api.doors import (
    COST,
    HOME,
    NOON,
    PASSWORD,
    PEPPERS,
    entrance_of,
    history,
    later,
    login,
    rows,
    sessions_of,
    stored_logins,
    stored_sessions,
)

pytestmark = pytest.mark.anyio

STRANGER = Client("192.0.2.1", "bot")


@pytest.fixture
def elena(db):
    return login(db)


@pytest.fixture
def entrance(db):
    return entrance_of(db)


async def knock(entrance, user_name="elena", password=PASSWORD, *, client=HOME, now=NOON, **had):
    """Sign in where a password is enough, and return the session."""
    browser = Browser(client, **had)
    entered = await entrance.sign_in(
        user_name=user_name, password=password, browser=browser, now=now
    )
    return entered.session


class TestSignIn:
    async def test_the_right_password_opens_a_session(self, db, entrance, elena):
        new = await knock(entrance)

        assert sessions_of(db).of_secret(new.secret, now=NOON).login_id == elena.id
        assert history(db) == ["account:sign_in:success"]

    @pytest.mark.parametrize("typed", ["ELENA", "  elena ", "\uff45\uff4c\uff45\uff4e\uff41"])
    async def test_a_user_name_has_one_form(self, db, entrance, elena, typed):
        assert await knock(entrance, typed)

    @pytest.mark.parametrize(
        ("user_name", "password"),
        [
            ("elena", "wrong"),
            ("elena", ""),
            ("elena", "x" * 10_000),
            ("nobody", PASSWORD),
            ("", PASSWORD),
            ("x" * 10_000, PASSWORD),
            ("elena' OR 1=1 --", PASSWORD),
        ],
    )
    async def test_anything_wrong_is_one_refusal_and_one_line(
        self, db, entrance, elena, user_name, password
    ):
        with pytest.raises(SignInRefused, match=r"^$"):
            await knock(entrance, user_name, password)

        assert history(db) == ["account:sign_in:refused"]
        assert stored_sessions(db) == []

    async def test_case_77_a_closed_login_is_refused_like_any_other(self, db, entrance, elena):
        with db.begin() as session:
            session.merge(elena).disabled_at = NOON

        with pytest.raises(SignInRefused):
            await knock(entrance)

    async def test_x1_the_session_that_the_browser_had_is_ended(self, db, entrance, elena):
        old = await knock(entrance)
        new = await knock(entrance, replaces=old.ref)

        found = {row.ref: row.revoked_for for row in stored_sessions(db)}
        assert found == {old.ref: "replaced", new.ref: None}

    async def test_the_history_never_holds_what_was_typed(self, db, entrance, elena):
        with pytest.raises(SignInRefused):
            await knock(entrance, "my password by mistake", "secret")

        (line,) = rows(db, SecurityEvent)
        assert "mistake" not in str(line.model_dump())
        assert (line.ip, line.user_agent, line.login_id) == (HOME.ip, HOME.user_agent, None)

    async def test_p6_a_stale_hash_is_made_anew(self, db, elena):
        await knock(entrance_of(db, desk=PasswordDesk(PEPPERS, cost=5)))

        (row,) = stored_logins(db)
        assert row.password_hash.startswith("v1$1$$2b$05$")

    async def test_case_38_a_corrupted_hash_is_a_refusal(self, db, entrance, elena):
        with db.begin() as session:
            session.merge(elena).password_hash = "v1$1$$2b$04$junk"

        with pytest.raises(SignInRefused):
            await knock(entrance)

    async def test_case_38_a_hash_under_a_lost_pepper_is_a_refusal(self, db, elena):
        other = PasswordDesk(Peppers({"2": b"new"}, "2"), cost=COST)
        with pytest.raises(SignInRefused):
            await knock(entrance_of(db, desk=other))

    async def test_p7_an_unknown_user_costs_what_a_known_one_does(self, db, monkeypatch):
        login(db)
        entrance, hashed = entrance_of(db), []
        real = passwords.verify_password

        def spy(password, stored, *args, **kwargs):
            hashed.append(stored)
            return real(password, stored, *args, **kwargs)

        monkeypatch.setattr(passwords, "verify_password", spy)
        for name in ("elena", "nobody"):
            with pytest.raises(SignInRefused):
                await knock(entrance, name, "wrong")

        known, unknown = (stored.split("$")[:5] for stored in hashed)
        assert known == unknown == ["v1", "1", "", "2b", "04"]


class TestThrottle:
    async def test_five_wrong_ones_from_one_place_then_none(self, db, entrance, elena):
        await fail(entrance, 5, client=HOME)

        with pytest.raises(TooManyTries):
            await knock(entrance)
        assert history(db)[-1] == "account:sign_in:throttled"

    async def test_an_unknown_name_is_counted_like_a_known_one(self, db, entrance):
        await fail(entrance, 5, user_name="nobody", client=HOME)

        with pytest.raises(TooManyTries):
            await knock(entrance, "nobody")

    async def test_a_success_forgets_what_was_wrong_before(self, db, entrance, elena):
        for _ in range(2):
            await fail(entrance, 4, client=HOME)
            await knock(entrance)

    async def test_ten_wrong_ones_from_one_address_close_it_for_every_name(self, db, entrance):
        login(db, "sam", first_name="Sam")
        for name in ("a", "b", "c", "d", "e"):
            await fail(entrance, 2, user_name=name, client=HOME)

        with pytest.raises(TooManyTries):
            await knock(entrance, "sam")

    async def test_case_14_addresses_of_one_ipv6_line_count_as_one(self, db, entrance):
        for number in range(5):
            await fail(entrance, 1, client=Client(f"2001:db8::{number + 1}", ""))

        with pytest.raises(TooManyTries):
            await knock(entrance, client=Client("2001:db8::ffff:1", ""))

    async def test_case_34_a_stranger_cannot_shut_the_borrower_out(self, db, entrance, elena):
        await knock(entrance, client=HOME)
        for number in range(60):
            await fail(entrance, 1, client=Client(f"198.51.100.{number}", "bot"), tolerant=True)

        assert await knock(entrance, client=HOME)
        assert await knock(entrance, client=Client("192.0.2.200", "a new phone"))

    async def test_case_34_strangers_together_have_twenty_tries_and_then_one_each(
        self, db, entrance, elena
    ):
        for number in range(5):
            await fail(entrance, 4, client=Client(f"198.51.100.{number}", "bot"))

        await fail(entrance, 1, client=STRANGER)
        with pytest.raises(TooManyTries):
            await knock(entrance, client=STRANGER)

    async def test_familiar_means_signed_in_from_there_within_thirty_days(
        self, db, entrance, elena
    ):
        await knock(entrance, client=HOME)
        for now in (later(days=29), later(days=31)):
            for number in range(5):
                await fail(entrance, 4, client=Client(f"198.51.100.{number}", "bot"), now=now)
        await fail(entrance, 4, client=HOME, now=later(days=29))

        await fail(entrance, 1, client=HOME, now=later(days=31))
        with pytest.raises(TooManyTries):
            await knock(entrance, client=HOME, now=later(days=31))


async def fail(entrance, times, *, user_name="elena", client, now=NOON, tolerant=False):
    for _ in range(times):
        with pytest.raises((SignInRefused, TooManyTries) if tolerant else SignInRefused):
            await knock(entrance, user_name, "wrong", client=client, now=now)


class TestCanonicalUserName:
    @pytest.mark.parametrize(
        "name", ["x" * 65, "\ufdfa" * 60, "@" + "x" * 254], ids=["typed", "grown", "mail"]
    )
    def test_what_is_too_long_has_none(self, name):
        assert canonical_user_name(name) == ""

    def test_a_megabyte_takes_no_time(self):
        megabyte = "é" * 10**6

        assert canonical_user_name(megabyte) == ""
        assert min(timeit.repeat(lambda: canonical_user_name(megabyte), number=1)) < 0.005
