import pytest

from finance_portal.models.factors import Authenticator as App
from finance_portal.models.factors import Passkey, RecoveryCode
from finance_portal.models.security import PortalSession, SecurityCase, SecurityEvent
from finance_portal.services import audit
from finance_portal.services.client import Client
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.services.security import contact_changes
from finance_portal.services.unauthorized.freezing import (
    NothingToObjectTo,
    say_not_me,
    say_not_me_by_link,
)
from finance_portal.services.undo_links import LinkDead
from tests.api.doors import (
    HOME,
    NOON,
    begin,
    history,
    later,
    login,
    pre_auths_of,
    rows,
    stored_logins,
)
from tests.services.desks import (
    PHONE,
    desk_of,
    is_trusted,
    signed_in,
    told,
    trust,
    undo_secret,
    words,
)
from tests.services.test_security_factors import add_app, add_passkey

MAIL, THEIRS = "elena@example.com", "mallory@example.com"
AWAY = Client("198.51.100.9", "curl/8")


@pytest.fixture
def desk(db):
    return desk_of(db)


@pytest.fixture
def elena(db):
    return login(db, email=MAIL, phone=PHONE)


@pytest.fixture
def act(desk, elena):
    return signed_in(desk, elena)


def line(db, owner, kind="account:sign_in:success", *, at=NOON):
    with db.begin() as session:
        event = audit.record(session, kind=kind, at=at, client=AWAY, login_id=owner.id)
    return event.id


def stored(db):
    return next(row for row in stored_logins(db) if row.user_name == "elena")


class TestNotMe:
    def test_it_ends_every_session_and_freezes(self, db, desk, elena, act):
        theirs = begin(db, desk.sessions, elena, client=AWAY)

        ended = say_not_me(desk, act, event_id=line(db, elena))

        assert set(ended) == {theirs.ref, act.who.session_id}
        assert {row.revoked_for for row in rows(db, PortalSession)} == {"frozen"}
        assert stored(db).frozen_at == act.now

    def test_it_opens_one_case_about_that_line(self, db, desk, elena, act):
        event = line(db, elena)
        say_not_me(desk, act, event_id=event)
        say_not_me(desk, act, event_id=event)

        (case,) = rows(db, SecurityCase)
        assert (case.login_id, case.event_id, case.closed_at) == (elena.id, event, None)
        assert history(db)[-1] == "account:frozen"

    def test_every_contact_is_told_what_happens_next(self, db, desk, elena, act):
        say_not_me(desk, act, event_id=line(db, elena))

        assert told(db, "sign_in_frozen") == sorted([MAIL, PHONE])
        assert "prove who you are" in str(words(db, "sign_in_frozen"))

    def test_no_device_and_no_way_in_is_trusted_any_more(self, db, desk, elena, act):
        secret = trust(desk, elena)
        ways = pre_auths_of(db)
        with db.begin() as session:
            way = ways.begin(
                session,
                journey=Journey.SIGN_IN,
                step=Step.VERIFY,
                client=AWAY,
                now=NOON,
                login_id=elena.id,
            )

        say_not_me(desk, act, event_id=line(db, elena))

        assert not is_trusted(desk, elena, secret, now=act.now)
        assert ways.of_secret(way.secret, now=act.now) is None

    @pytest.mark.parametrize("kind", ["account:sign_in:refused", "session:ended:signed-out"])
    def test_where_nobody_got_in_there_is_nothing_to_object_to(self, db, desk, elena, act, kind):
        with pytest.raises(NothingToObjectTo):
            say_not_me(desk, act, event_id=line(db, elena, kind))

        assert stored(db).frozen_at is None

    def test_case_2_a_line_of_somebody_else_is_as_if_it_did_not_exist(self, db, desk, act):
        foreign = line(db, login(db, "samuel", first_name="Sam"))

        for event_id in (foreign, 0, 10**17):
            with pytest.raises(NothingToObjectTo, match=r"^$"):
                say_not_me(desk, act, event_id=event_id)
        assert rows(db, SecurityCase) == []


class TestDistrust:
    def test_what_was_added_since_is_taken_away(self, db, desk, elena, act):
        event = line(db, elena)
        add_app(desk, act)
        add_passkey(desk, act)
        with db.begin() as session:
            desk.recovery_codes.make(session, elena.id, act.now)

        say_not_me(desk, act, event_id=event)

        assert rows(db, App) == rows(db, Passkey) == rows(db, RecoveryCode) == []

    def test_what_was_there_before_stays(self, db, desk, elena, act):
        add_app(desk, act)
        add_passkey(desk, act)

        say_not_me(desk, act, event_id=line(db, elena, at=later(hours=1)))

        assert len(rows(db, App)) == len(rows(db, Passkey)) == 1
        assert (stored(db).email, stored(db).phone) == (MAIL, PHONE)

    def test_x6_an_address_that_a_stranger_put_in_gets_no_code_any_more(self, db, desk, act):
        contact_changes.ask(desk, act, "email", typed=THEIRS)
        code = words(db, "contact_code").code
        contact_changes.change(desk, act, "email", typed=THEIRS, code=code)

        say_not_me_by_link(
            desk, secret=undo_secret(db, "email_changed"), client=HOME, now=later(hours=71)
        )

        assert (stored(db).email, stored(db).phone) == (None, PHONE)
        assert stored(db).frozen_at == later(hours=71)


class TestLink:
    @pytest.fixture
    def secret(self, db, desk, act):
        add_passkey(desk, act)
        return undo_secret(db, "passkey_added")

    def by_link(self, desk, secret, **delta):
        return say_not_me_by_link(desk, secret=secret, client=AWAY, now=later(**delta))

    def test_x6_it_freezes_without_signing_in(self, db, desk, act, secret):
        assert self.by_link(desk, secret, hours=1) == [act.who.session_id]

        assert stored(db).frozen_at == later(hours=1)
        (case,) = rows(db, SecurityCase)
        assert case.event_id is None
        assert [row.detail for row in rows(db, SecurityEvent)][-1] == {
            "about": "factor:passkey:added"
        }

    def test_it_works_once(self, desk, secret):
        self.by_link(desk, secret, hours=1)

        with pytest.raises(LinkDead):
            self.by_link(desk, secret, hours=1)

    @pytest.mark.parametrize("hours", [72, 73])
    def test_it_works_for_72_hours(self, db, desk, secret, hours):
        with pytest.raises(LinkDead):
            self.by_link(desk, secret, hours=hours, minutes=1)
        assert stored(db).frozen_at is None

    @pytest.mark.parametrize("secret", ["", "x", "x" * 10_000, "\ud800"])
    def test_nonsense_freezes_nobody(self, db, desk, act, secret):
        with pytest.raises(LinkDead):
            self.by_link(desk, secret)
        assert history(db) == []
