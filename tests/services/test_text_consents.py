"""Texts begin with an agreement and a code, and end at once however their reader ends them."""

import pytest

from finance_portal.language import speaking
from finance_portal.models.messages import Message
from finance_portal.models.notices import InboundText, TextConsent, TextStop
from finance_portal.models.people import Borrower
from finance_portal.models.security import SecurityEvent
from finance_portal.notices import security, texts
from finance_portal.services import deliveries, inbound_texts, notice_choices, text_consents
from finance_portal.services.courier import deliver
from finance_portal.services.inbound_texts import meant
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.security import contact_changes
from finance_portal.services.text_consents import ConsentRefused
from finance_portal.services.throttle import TooManyTries
from tests.api.doors import HOME, NOON, later, login, rows
from tests.services.desks import PHONE, desk_of, signed_in, words
from tests.services.test_deliveries import Carrier

MAIL = "elena@example.com"


@pytest.fixture
def desk(db):
    return desk_of(db)


@pytest.fixture
def elena(db):
    return login(db, email=MAIL, phone=PHONE)


@pytest.fixture
def act(desk, elena):
    return signed_in(desk, elena)


def agree(db, desk, act, **changes):
    text_consents.ask(desk, act)
    said = {"version": texts.VERSION, "code": words(db, "texts_code").code} | changes
    text_consents.agree(desk, act, **said)


def come_in(db, body, *, sid="SM1", phone=PHONE, is_answered=False, now=NOON):
    return inbound_texts.receive(
        db, sid=sid, phone=phone, body=body, is_answered=is_answered, now=now
    )


def kinds(db, channel="text"):
    return [row.kind for row in rows(db, Message) if row.channel == channel]


def tell(db, elena, kind="late_charge_added"):
    with db.begin() as session:
        wording = security.password_changed(client=HOME, at=NOON)
        return deliveries.tell(session, elena, wording, kind=kind, now=NOON)


def is_on(db, elena):
    return text_consents.texting_of(db, login_id=elena.id).has_agreed


class TestAgreeing:
    def test_it_is_kept_with_the_words_that_were_shown_the_time_and_the_place(
        self, db, desk, elena, act
    ):
        shown = text_consents.texting_of(db, login_id=elena.id).words
        agree(db, desk, act)

        (consent,) = rows(db, TextConsent)
        assert (consent.words, consent.version) == (shown, texts.VERSION)
        assert (consent.phone, consent.given_at, consent.ip) == (PHONE, act.now, HOME.ip)
        assert (consent.given_by, consent.language) == ("page", "en")
        assert "texts:consent:given" in [row.kind for row in rows(db, SecurityEvent)]

    def test_spanish_words_are_kept_in_spanish(self, db, desk, elena, act):
        with speaking("es"):
            agree(db, desk, act)

        (consent,) = rows(db, TextConsent)
        assert consent.language == "es"
        assert consent.words.startswith("Acepto que")

    def test_nothing_but_the_code_goes_out_before_it_was_typed(self, db, desk, elena, act):
        text_consents.ask(desk, act)
        tell(db, elena)

        assert kinds(db) == ["texts_code"]
        assert rows(db, TextConsent) == []

    def test_it_is_confirmed_once_and_reminders_begin(self, db, desk, elena, act):
        agree(db, desk, act)

        assert kinds(db) == ["texts_code", "texts_begun"]
        wanted = notice_choices.all_wanted(db, borrower_id=elena.borrower_id)
        assert "text" in wanted["due"]

    @pytest.mark.parametrize("code", ["000000", "", "12345"])
    def test_a_wrong_code_begins_nothing(self, db, desk, elena, act, code):
        with pytest.raises(CodeRefused):
            agree(db, desk, act, code=code)
        assert rows(db, TextConsent) == []

    def test_a_code_works_once(self, db, desk, elena, act):
        agree(db, desk, act)

        with pytest.raises(CodeRefused):
            text_consents.agree(desk, act, version=texts.VERSION, code=words(db, "texts_code").code)

    def test_words_that_have_changed_since_are_not_agreed_to(self, db, desk, elena, act):
        with pytest.raises(ConsentRefused, match="changed"):
            agree(db, desk, act, version="2020-01")
        assert rows(db, TextConsent) == []

    def test_without_a_number_there_is_nothing_to_agree_to(self, db, desk):
        act = signed_in(desk, login(db, "grace", email=MAIL))

        with pytest.raises(ConsentRefused, match="mobile number"):
            text_consents.ask(desk, act)

    def test_codes_are_limited(self, db, desk, elena, act):
        for _ in range(3):
            text_consents.ask(desk, act)
        with pytest.raises(TooManyTries):
            text_consents.ask(desk, act)


class TestEnding:
    def test_on_the_page_it_ends_at_once(self, db, desk, elena, act):
        agree(db, desk, act)
        text_consents.end(desk, act)

        (consent,) = rows(db, TextConsent)
        assert (consent.ended_at, consent.ended_by) == (act.now, "page")
        assert {message.channel for message in tell(db, elena)} == {"email"}

    def test_with_another_number_it_has_to_be_given_anew(self, db, desk, elena, act):
        agree(db, desk, act)
        contact_changes.drop_number(desk, act)

        (consent,) = rows(db, TextConsent)
        assert consent.ended_by == "number"


class TestStop:
    @pytest.mark.parametrize(
        "body",
        [
            "STOP",
            "stop",
            " Stop. ",
            "QUIT",
            "End",
            "Revoke",
            "OPT OUT",
            "opt-out",
            "OptOut",
            "CANCEL",
            "Unsubscribe",
            "StopAll",
            "please stop texting me",
            "I revoke my consent",
            "ALTO",
            "Parar!",
            "No más",
        ],
    )
    def test_every_word_of_the_rules_is_understood(self, body):
        assert meant(body) == "stop"

    @pytest.mark.parametrize(
        ("body", "what"),
        [
            ("START", "start"),
            ("unstop", "start"),
            ("HELP", "help"),
            ("info", "help"),
            ("AYUDA", "help"),
            ("yes", "other"),
            ("Thanks!", "other"),
            ("", "other"),
            ("I will start soon", "other"),
            ("when does my lease end", "other"),
            ("a!" * 100_000, "other"),
        ],
    )
    def test_what_else_people_answer(self, body, what):
        assert meant(body) == what

    def test_it_holds_at_once_and_is_confirmed_once(self, db, desk, elena, act):
        agree(db, desk, act)
        come_in(db, "STOP", sid="SM1")
        come_in(db, "stop", sid="SM2")

        assert kinds(db) == ["texts_code", "texts_begun", "texts_stopped"]
        assert not is_on(db, elena)
        assert {message.channel for message in tell(db, elena)} == {"email"}
        assert [row.ended_by for row in rows(db, TextConsent)] == ["stop"]

    def test_it_ends_notices_about_security_by_text_too_but_not_by_mail(self, db, elena):
        come_in(db, "STOP")

        assert {message.channel for message in tell(db, elena, "password_changed")} == {"email"}

    def test_it_ends_no_code_that_its_reader_asks_for(self, db, desk, elena, act):
        come_in(db, "STOP")
        agree(db, desk, act)

        assert is_on(db, elena)
        assert rows(db, TextStop) == []

    @pytest.mark.anyio
    async def test_what_waits_to_be_sent_is_not_sent_any_more(self, db, desk, elena, act):
        agree(db, desk, act)
        tell(db, elena)
        come_in(db, "STOP")
        carrier = Carrier()

        await deliver(db, Carrier(), carrier, now=NOON)

        sent = {row.ref: row.kind for row in rows(db, Message)}
        assert {sent[message.ref] for message in carrier.taken} == {
            "texts_code",
            "texts_begun",
            "texts_stopped",
        }
        assert "late_charge_added" in sent.values()

    def test_a_number_of_two_people_is_stopped_for_both(self, db, desk, elena, act):
        agree(db, desk, act)
        other = login(db, "marcus", email="marcus@example.com", phone=PHONE)
        agree(db, desk, signed_in(desk, other))
        come_in(db, "STOP")

        assert not is_on(db, elena)
        assert not is_on(db, other)

    def test_nothing_is_answered_where_the_carrier_has_answered(self, db, desk, elena, act):
        agree(db, desk, act)
        come_in(db, "STOP", is_answered=True)

        assert "texts_stopped" not in kinds(db)
        assert not is_on(db, elena)

    def test_a_number_nobody_has_is_stopped_too(self, db):
        come_in(db, "STOP", phone="+12025550177")

        assert [row.phone for row in rows(db, TextStop)] == ["+12025550177"]


class TestStart:
    def test_it_begins_again_what_was_stopped(self, db, desk, elena, act):
        agree(db, desk, act)
        come_in(db, "STOP", sid="SM1")
        come_in(db, "START", sid="SM2", now=later(minutes=5))

        assert is_on(db, elena)
        assert [row.given_by for row in rows(db, TextConsent)] == ["page", "start"]
        assert rows(db, TextConsent)[1].words == rows(db, TextConsent)[0].words
        assert kinds(db)[-1] == "texts_begun"

    def test_it_begins_nothing_that_nobody_agreed_to(self, db, elena):
        come_in(db, "START")

        assert rows(db, TextConsent) == []
        assert kinds(db) == ["texts_help"]

    def test_it_begins_nothing_that_was_ended_on_the_page(self, db, desk, elena, act):
        agree(db, desk, act)
        text_consents.end(desk, act)
        come_in(db, "START")

        assert not is_on(db, elena)

    def test_played_again_it_begins_nothing(self, db, desk, elena, act):
        agree(db, desk, act)
        come_in(db, "STOP", sid="SM1")
        come_in(db, "START", sid="SM2")
        come_in(db, "STOP", sid="SM3")

        assert come_in(db, "START", sid="SM2", now=later(days=400)) is None
        assert not is_on(db, elena)
        assert len(rows(db, InboundText)) == 3


def test_help_is_answered_in_the_language_of_whose_number_it_is(db, elena):
    with db.begin() as session:
        session.get_one(Borrower, elena.borrower_id).language = "es"

    come_in(db, "AYUDA")

    assert "Ayuda:" in words(db, "texts_help").text


def test_what_came_in_is_not_kept(db):
    come_in(db, "My card number is 4242424242424242")

    (row,) = rows(db, InboundText)
    assert "4242" not in str(row.model_dump())
