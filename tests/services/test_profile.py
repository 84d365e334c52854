"""What borrowers change about themselves: it counts at once, is told, is kept, and is held."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from finance_portal.documents import access_test
from finance_portal.domain.addresses import Address
from finance_portal.domain.calendar import EASTERN
from finance_portal.models.base import table_of
from finance_portal.models.documents import Document
from finance_portal.models.profile import (
    PaperlessStep,
    PaperMail,
    PostalAddress,
    PrivacyChoice,
    Telephone,
)
from finance_portal.models.security import Login
from finance_portal.notices.wording import Wording
from finance_portal.services import addresses, documents, kept_notices, obligors
from finance_portal.services.profile import names, paperless, places, printing, privacy, telephones
from finance_portal.services.profile.changing import ProfileRefused
from finance_portal.services.profile.reading import profile_of
from tests import make
from tests.api.doors import history, rows
from tests.services.desks import desk_of, signed_in, told, words

HOME = Address("12 Main Street", "Apt 4B", "Albany", "NY", "12207")
LAKE = Address("P.O. Box 77", "", "Erie", "PA", "16501-1234")
NOW = make.MORNING
TODAY = NOW.date()


def everybody(books):
    with books.db.read() as session:
        return [each.id for each in obligors.obligors_of(session, books.contract.id)]


@pytest.fixture
def books(db, tmp_path):
    person = {
        "id": "P1",
        "first_name": "Ada",
        "last_name": "Byron",
        "email": "old@example.com",
        "phone": "+12125550101",
        "mailing": {"street": "1 Old Road", "city": "Troy", "state": "NY", "zip": "12180"},
    }
    books = make.boarded(db, tmp_path, make.loan(borrowers=[person]))
    make.login(books)
    return books


@pytest.fixture
def desk(db):
    return desk_of(db)


@pytest.fixture
def act(books, desk):
    (login,) = rows(books.db, Login)
    return signed_in(desk, login)


def seen(books):
    return profile_of(books.db, borrower_id=books.borrower_id, today=TODAY)


def move(desk, act, address=HOME, kind="mailing", now=NOW):
    places.change(desk, act, kind, address, business_now=now)


class TestPlaces:
    def test_the_new_address_counts_at_once_and_the_old_one_stays_as_history(
        self, books, desk, act
    ):
        move(desk, act)

        found = seen(books)
        assert found.mailing == HOME
        assert [each.address.city for each in found.before] == ["Troy"]
        with books.db.read() as session:
            assert obligors.obligors_of(session, books.contract.id)[0].zip == "12207"

    def test_every_contact_is_told_that_it_changed_and_not_what_it_is(self, db, desk, act):
        move(desk, act)

        assert told(db, "mailing_changed") == ["+12125550101", "ada@example.com", "old@example.com"]
        said = words(db, "mailing_changed")
        assert "/not-me#" in said.link.url
        assert "Main Street" not in str(said)
        assert history(db)[-1:] == ["profile:mailing:changed"]

    def test_a_letter_is_printed_for_the_old_and_for_the_new_address(self, db, desk, act):
        move(desk, act)

        waiting = printing.waiting(db, now=NOW)
        assert [each.to for each in waiting] == [
            ("Ada Byron", "1 Old Road", "Troy, NY 12180"),
            ("Ada Byron", "12 Main Street, Apt 4B", "Albany, NY 12207"),
        ]

    def test_nothing_of_value_is_mailed_to_a_changed_address_for_ten_days(self, books, desk, act):
        ids = everybody(books)
        with books.db.read() as session:
            assert places.held_until(session, ids, TODAY) is None
        move(desk, act)

        with books.db.read() as session:
            until = TODAY + timedelta(days=10)
            assert places.held_until(session, ids, TODAY) == until
            assert places.held_until(session, ids, until) is None

    def test_the_same_address_is_no_change(self, db, desk, act):
        move(desk, act)

        with pytest.raises(ProfileRefused, match="the address that we have"):
            move(desk, act)
        assert len(rows(db, PostalAddress)) == 2

    def test_the_vehicle_is_kept_elsewhere_and_then_where_the_mail_goes(self, books, desk, act):
        move(desk, act, kind="garaging")
        assert seen(books).garaging == HOME

        places.keep_where_mail_goes(desk, act, business_now=NOW)
        assert seen(books).garaging is None
        assert seen(books).mail_held_until is None

    def test_q2_while_it_is_held_nothing_changes(self, db, books, desk, act):
        (login,) = rows(db, Login)
        with db.begin() as session:
            session.merge(login).held_until = act.now + timedelta(hours=24)

        with pytest.raises(ProfileRefused, match="cannot be changed until"):
            move(desk, act)
        assert seen(books).mailing.city == "Troy"

    def test_no_copy_of_the_database_tells_where_somebody_lives(self, db, desk, act):
        move(desk, act)
        telephones.add(desk, act, typed="(914) 555-0188", kind="home")

        with db.read() as session:
            for table in (PostalAddress, PaperMail, Telephone):
                found = str(session.connection().execute(select(table_of(table))).all())
                assert "Main Street" not in found
                assert "9145550188" not in found


class TestTelephones:
    def test_the_number_on_file_is_the_main_one_until_another_is(self, books, desk, act):
        telephones.add(desk, act, typed="914-555-0188", kind="work")
        assert [(each.shown, each.is_main) for each in seen(books).numbers] == [
            ("(212) 555-0101", True),
            ("(914) 555-0188", False),
        ]

        telephones.make_main(desk, act, ref=seen(books).numbers[1].ref)
        assert [each.shown for each in seen(books).numbers if each.is_main] == ["(914) 555-0188"]

    def test_old_and_new_numbers_are_told(self, db, books, desk, act):
        telephones.add(desk, act, typed="(914) 555-0188", kind="mobile")
        assert "+19145550188" in told(db, "phone_added")

        telephones.make_main(desk, act, ref=seen(books).numbers[1].ref)
        telephones.remove(desk, act, ref=seen(books).numbers[1].ref)
        assert "+12125550101" in told(db, "phone_removed")
        with books.db.read() as session:
            assert obligors.obligors_of(session, books.contract.id)[0].phone is None

    def test_the_main_number_goes_last(self, books, desk, act):
        telephones.add(desk, act, typed="(914) 555-0188", kind="home")

        with pytest.raises(ProfileRefused, match="another number the main one"):
            telephones.remove(desk, act, ref=seen(books).numbers[0].ref)

    def test_a_list_holds_five_different_numbers(self, desk, act):
        for last in range(4):
            telephones.add(desk, act, typed=f"(914) 555-010{last}", kind="home")

        with pytest.raises(ProfileRefused, match="five"):
            telephones.add(desk, act, typed="(914) 555-0188", kind="home")
        with pytest.raises(ProfileRefused, match="already"):
            telephones.add(desk, act, typed="914.555.0100", kind="work")

    @pytest.mark.parametrize(
        "typed", ["", "555-0101", "+44 20 7946 0000", "911", "212-555-0101 ext 5", "1" * 100, "A"]
    )
    def test_case_67_what_is_no_number_of_here_is_refused(self, typed):
        with pytest.raises(ProfileRefused):
            telephones.read_number(typed)


class TestNames:
    def test_pages_say_the_chosen_name_and_papers_the_legal_one(self, books, desk, act):
        names.call(desk, act, typed="  Countess   Ada ")

        found = seen(books)
        assert (found.display_name, found.legal_name) == ("Countess Ada", "Ada Byron")
        names.call(desk, act, typed="")
        assert seen(books).display_name == ""

    def test_the_next_page_calls_them_by_it(self, desk, act):
        assert desk.sessions.of_ref(act.who.session_id, now=NOW).name == "Ada Byron"

        names.call(desk, act, typed="Countess")

        assert desk.sessions.of_ref(act.who.session_id, now=NOW).name == "Countess"

    @pytest.mark.parametrize(
        "typed",
        ["4242", "Ada: call 800 555 0100", "ada.example.com/x", "A" * 41, "<b>Ada</b>", "-"],
    )
    def test_case_71_a_name_is_letters(self, typed):
        with pytest.raises(ProfileRefused):
            names.read_name(typed)

    @pytest.mark.parametrize("typed", ["Zoë", "Mary-Jane O'Neil", "J. R. Tolkien", "Núñez"])
    def test_names_of_people_are_names(self, typed):
        assert names.read_name(typed) == typed


def agree(desk, act, *, word=None, is_ticked=True):
    word = word or paperless._word(act.who.session_id)
    paperless.agree(desk, act, word=word, is_ticked=is_ticked, business_now=NOW)


def paper_on(books, day):
    """Issue a paper that everybody who is bound reads."""
    with books.db.begin() as session:
        paper = kept_notices.paper_of(
            Wording("News", ("Something new.",)),
            books.contract,
            ["Ada"],
            key=str(day),
            now=day,
            language="en",
        )
        documents.issue(session, paper, day)


class TestPaperless:
    def test_a64_without_the_access_test_it_is_not_in_force(self, db, books, desk, act):
        wrong = next(
            each for each in access_test.WORDS if each != paperless._word(act.who.session_id)
        )
        with pytest.raises(ProfileRefused, match="not the word"):
            agree(desk, act, word=wrong)
        with pytest.raises(ProfileRefused, match="tick"):
            agree(desk, act, is_ticked=False)

        assert not seen(books).is_paperless
        assert [row.action for row in rows(db, PaperlessStep)] == ["refused"]

    def test_it_is_given_withdrawn_and_given_again_and_all_of_it_is_kept(
        self, db, books, desk, act
    ):
        agree(desk, act)
        assert seen(books).is_paperless
        paperless.withdraw(desk, act, business_now=NOW)
        assert not seen(books).is_paperless
        agree(desk, act)

        kept = rows(db, PaperlessStep)
        assert [row.action for row in kept] == ["given", "withdrawn", "given"]
        assert {(row.ip, bool(row.version)) for row in kept} == {(act.client.ip, True)}
        assert told(db, "paperless_withdrawn")

    def test_withdrawing_is_prospective_only(self, books, desk, act):
        agree(desk, act)
        paper_on(books, NOW - timedelta(days=1))
        paperless.withdraw(desk, act, business_now=NOW)
        assert printing.waiting(books.db, now=NOW) == []

        paper_on(books, NOW + timedelta(days=1))
        (envelope,) = printing.waiting(books.db, now=NOW)
        assert envelope.to == ("Ada Byron", "1 Old Road", "Troy, NY 12180")

    def test_what_is_printed_is_taken_once(self, books, desk, act):
        agree(desk, act)
        paperless.withdraw(desk, act, business_now=NOW)
        paper_on(books, NOW + timedelta(days=1))
        (envelope,) = printing.waiting(books.db, now=NOW)

        assert printing.take(books.db, envelope.ref, now=NOW).startswith(b"%PDF")
        assert printing.take(books.db, envelope.ref, now=NOW) is None
        assert printing.waiting(books.db, now=NOW) == []
        (row,) = rows(books.db, PaperMail)
        assert row.printed_at == NOW

    def test_the_document_of_the_test_is_a_pdf(self, act):
        assert paperless.test_document(act.who.session_id, date(2026, 11, 23)).startswith(b"%PDF")


class TestPrivacy:
    def test_a_choice_counts_at_once_and_every_one_is_kept(self, db, books, desk, act):
        privacy.choose(desk, act, name="affiliates_marketing", is_out=True)
        with db.read() as session:
            assert privacy.is_out(session, books.borrower_id, "affiliates_marketing")
            assert not privacy.is_out(session, books.borrower_id, "affiliates_credit")
        privacy.choose(desk, act, name="affiliates_marketing", is_out=False)

        assert [row.is_out for row in rows(db, PrivacyChoice)] == [True, False]
        assert told(db, "privacy_limited")

    def test_only_what_may_be_limited_is(self, desk, act):
        with pytest.raises(ProfileRefused):
            privacy.choose(desk, act, name="everyday", is_out=True)


class TestLetters:
    def test_a_letter_carries_the_address(self, db, books, desk, act):
        paperless.withdraw(desk, act, business_now=NOW)
        move(desk, act)

        letter = rows(db, Document)[-1]
        assert json.loads(letter.content)["to"] == [
            "Ada Byron",
            "12 Main Street, Apt 4B",
            "Albany, NY 12207",
        ]

    def test_a63_nobody_reads_the_address_of_the_other(self):
        ada = obligors.Bound(1, "Ada", address=("1 Old Road", "Troy, NY 12180"))
        bo = obligors.Bound(2, "Bo", address=("2 New Road", "Troy, NY 12180"))

        assert obligors.addressed([ada, bo]) == ("Ada", "Bo")
        assert obligors.addressed([ada, bo._replace(address=ada.address)]) == (
            "Ada",
            "Bo",
            "1 Old Road",
            "Troy, NY 12180",
        )

    def test_boarding_again_leaves_what_a_borrower_has_said(self, db, books, desk, act, tmp_path):
        move(desk, act)
        with db.read() as session:
            row = addresses.current(session, books.borrower_id, "mailing")
            assert addresses.opened(row) == HOME
            assert row.since.astimezone(EASTERN) == NOW
