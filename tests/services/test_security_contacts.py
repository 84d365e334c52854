import timeit
from datetime import timedelta

import pytest

from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.security import contact_changes
from finance_portal.services.security.contact_changes import ContactRefused, read_contact
from finance_portal.services.throttle import TooManyTries
from tests.api.doors import NOON, history, login, stored_logins
from tests.services.desks import PHONE, desk_of, is_trusted, signed_in, told, trust, words

OLD, NEW = "elena@example.com", "elena.new@example.com"


@pytest.fixture
def desk(db):
    return desk_of(db)


@pytest.fixture
def elena(db):
    return login(db, email=OLD)


@pytest.fixture
def act(desk, elena):
    return signed_in(desk, elena)


def ask(desk, act, typed=NEW, channel="email"):
    return contact_changes.ask(desk, act, channel, typed=typed)


def change(desk, act, code, typed=NEW, channel="email"):
    return contact_changes.change(desk, act, channel, typed=typed, code=code)


def sent_code(db):
    return words(db, "contact_code").code


def emails(db):
    return sorted(row.email for row in stored_logins(db))


class TestChange:
    def test_the_new_address_proves_itself_and_the_profile_stays(self, db, desk, elena, act):
        ask(desk, act)
        assert told(db) == [NEW]
        change(desk, act, sent_code(db))

        (row,) = stored_logins(db)
        assert (row.email, row.user_name, row.borrower_id) == (NEW, "elena", elena.borrower_id)

    def test_x6_old_and_new_are_told_with_a_link_to_object(self, db, desk, act):
        ask(desk, act)
        change(desk, act, sent_code(db))

        assert told(db, "email_changed") == sorted([OLD, NEW])
        assert "/not-me#" in words(db, "email_changed").link.url
        assert OLD not in str(words(db, "email_changed"))

    def test_a_number_is_added_and_dropped(self, db, desk, act):
        ask(desk, act, "(202) 555-0143", "text")
        change(desk, act, sent_code(db), "202-555-0143", "text")
        assert stored_logins(db)[0].phone == PHONE

        contact_changes.drop_number(desk, act)
        assert stored_logins(db)[0].phone is None
        assert history(db) == ["account:text:asked", "account:text:changed", "account:text:removed"]
        assert told(db, "phone_changed") == sorted([OLD, PHONE, OLD, PHONE])

    def test_s3_no_device_is_trusted_after_it(self, db, desk, elena, act):
        secret = trust(desk, elena)
        ask(desk, act)
        change(desk, act, sent_code(db))

        assert not is_trusted(desk, elena, secret, now=act.now)

    def test_a_wrong_code_changes_nothing(self, db, desk, act):
        ask(desk, act)
        wrong = "000000" if sent_code(db) != "000000" else "111111"

        with pytest.raises(CodeRefused):
            change(desk, act, wrong)
        assert emails(db) == [OLD]

    def test_case_26_the_code_for_one_address_opens_no_other(self, db, desk, act):
        ask(desk, act)

        with pytest.raises(CodeRefused):
            change(desk, act, sent_code(db), "mallory@example.com")
        assert emails(db) == [OLD]

    def test_case_26_the_code_for_a_mailbox_changes_no_number(self, db, desk, act):
        ask(desk, act)

        with pytest.raises(CodeRefused):
            change(desk, act, sent_code(db), PHONE, "text")

    def test_case_26_the_code_of_one_session_is_nothing_in_another(self, db, desk, elena, act):
        ask(desk, act)

        with pytest.raises(CodeRefused):
            change(desk, signed_in(desk, elena), sent_code(db))

    def test_case_27_only_the_newest_code_counts(self, db, desk, act):
        ask(desk, act)
        first = sent_code(db)
        ask(desk, act)
        if sent_code(db) == first:
            pytest.skip("the same six digits twice")

        with pytest.raises(CodeRefused):
            change(desk, act, first)

    def test_an_address_of_somebody_else_is_told_only_to_whoever_reads_its_mail(
        self, db, desk, act
    ):
        login(db, "samuel", first_name="Sam", email=NEW)
        ask(desk, act)

        with pytest.raises(ContactRefused, match="already"):
            change(desk, act, sent_code(db))
        assert emails(db) == sorted([OLD, NEW])

    def test_case_28_codes_are_sent_three_times_and_no_more(self, desk, act):
        for _ in range(3):
            ask(desk, act)

        with pytest.raises(TooManyTries):
            ask(desk, act)

    def test_q2_while_it_is_held_no_contact_changes(self, db, desk, elena, act):
        ask(desk, act)
        with db.begin() as session:
            session.merge(elena).held_until = NOON + timedelta(hours=24)

        for refused in (
            lambda: ask(desk, act),
            lambda: change(desk, act, sent_code(db)),
            lambda: contact_changes.drop_number(desk, act),
        ):
            with pytest.raises(ContactRefused, match="November 24"):
                refused()
        assert emails(db) == [OLD]


class TestReadContact:
    @pytest.mark.parametrize(
        ("channel", "typed", "stored"),
        [
            ("email", " Elena.Marsh+car@Example.COM ", "elena.marsh+car@example.com"),
            ("text", "(202) 555-0143", PHONE),
            ("text", "+1 202.555.0143", PHONE),
            ("text", "12025550143", PHONE),
        ],
    )
    def test_a_contact_has_one_form(self, channel, typed, stored):
        assert read_contact(channel, typed) == stored

    @pytest.mark.parametrize(
        ("channel", "typed"),
        [
            ("email", ""),
            ("email", "elena"),
            ("email", "elena@example"),
            ("email", "a@b.c, d@e.f"),
            ("email", "elena@example.com\r\nBcc: all@example.com"),
            ("email", "el\u0435na@example.com"),
            ("text", "555-0143"),
            ("text", "+44 20 7946 0000"),
            ("text", "+1 102 555 0143"),
            ("text", "\u0662\u0660\u0662\u0665\u0665\u0665\u0660\u0661\u0664\u0663"),
        ],
    )
    def test_case_67_what_is_not_one_contact_is_refused(self, channel, typed):
        with pytest.raises(ContactRefused):
            read_contact(channel, typed)

    @pytest.mark.parametrize("channel", ["email", "text"])
    @pytest.mark.parametrize("typed", ["a!" * 100_000, "a." * 127, "1" * 254, "@" * 254])
    def test_case_69_reading_takes_no_time(self, channel, typed):
        def read():
            with pytest.raises(ContactRefused):
                read_contact(channel, typed)

        assert min(timeit.repeat(read, number=1, repeat=3)) < 0.05
