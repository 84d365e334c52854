"""A payoff on any day: dial, engine, letter and payment say the same, and a quote is honoured."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from finance_portal.documents.payoff_letter import permission
from finance_portal.domain import events
from finance_portal.domain.events import Intent, Returned
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.models.closing import AccountFlag
from finance_portal.models.documents import Document
from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment
from finance_portal.models.quotes import Quote
from finance_portal.services import contracts, documents, ledger
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.ledger import NEXT
from finance_portal.services.payoff.dial import dial_of
from finance_portal.services.payoff.quoting import LetterRefused, Wanted, quote
from tests import make
from tests.make import cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.payers import at
from tests.services.paying_off import (
    QUOTED,
    THROUGH,
    TOTAL,
    arrived,
    ask,
    b2,
    came_back,
    charge,
    dial,
    letter,
    position,
    review,
    waivers,
)


@pytest.fixture
def ada(db, tmp_path):
    return b2(db, tmp_path)


def test_a24_dial_quote_and_letter_say_the_same(ada):
    shown = dial(ada).days[10]

    said = letter(ada, ask(ada))

    (row,) = rows(ada.db, Quote)
    assert (shown.good_through, shown.interest, shown.total) == (THROUGH, cents("91.23"), TOTAL)
    assert (row.total_cents, row.per_diem, row.good_through) == (TOTAL, "4.8016", THROUGH)
    for figure in ("$29,209.92", "$91.23", "$29,301.15", "$4.8016", "April 20, 2026"):
        assert figure in said


def test_a25_the_quoted_total_paid_early_closes_and_the_rest_is_to_be_refunded(ada):
    ask(ada)

    arrived(ada, "2026-04-15", TOTAL)

    after = position(ada, "2026-04-15")
    assert (after.closed_on, after.credit_balance) == (date(2026, 4, 15), cents("24.01"))
    (given,) = dial(ada, at("2026-04-16")).given
    assert given.standing == "paid"
    assert rows(ada.db, Payment)[-1].quote_id == rows(ada.db, Quote)[0].id


def test_a26_paid_after_its_day_it_stays_open_and_the_dial_shows_the_shortage(ada):
    ask(ada)

    arrived(ada, "2026-04-22", TOTAL)

    seen = dial(ada, at("2026-04-22"))
    assert seen.days[0].total == cents("9.60")
    assert seen.days[30].total == cents("9.65")
    assert [each.standing for each in seen.given] == ["over"]
    assert any("$9.60" in each for each in words(ada.db, "payoff_short").paragraphs)


def test_a28_a_pending_payment_stands_beside_and_is_not_taken_off(ada):
    arrived(ada, "2026-04-10", cents("581.52"), status=PaymentStatus.PROCESSING)

    seen = dial(ada)

    assert (seen.pending, seen.days[10].pending) == (cents("581.52"), cents("581.52"))
    assert seen.days[10].total == TOTAL
    assert "$581.52 is on its way" in letter(ada, ask(ada))


class TestAChargeAfterTheQuote:
    def test_is_not_asked_for_when_the_quote_is_paid_in_time(self, ada):
        ask(ada)
        charge(ada, "2026-04-12")

        seen = review(ada, at("2026-04-15"))
        arrived(ada, "2026-04-15", seen.order.amount)

        assert (seen.order.amount, seen.closes) == (cents("29,277.14"), True)
        assert position(ada, "2026-04-15").is_closed
        assert waivers(ada) == [cents("29.08")]

    def test_is_waived_too_when_it_comes_between_the_payment_and_its_posting(self, ada):
        ask(ada)
        seen = review(ada, at("2026-04-15"))
        charge(ada, "2026-04-17")

        arrived(ada, "2026-04-15", seen.order.amount)

        assert position(ada, "2026-04-20").is_closed
        assert waivers(ada) == [cents("29.08")]

    def test_is_waived_when_the_rest_is_already_on_its_way(self, ada):
        ask(ada)
        charge(ada, "2026-04-12")
        arrived(ada, "2026-04-14", cents("581.52"), status=PaymentStatus.PROCESSING)
        seen = review(ada, at("2026-04-15"))

        arrived(ada, "2026-04-15", seen.order.amount)

        assert waivers(ada) == [cents("29.08")]
        assert not [row for row in rows(ada.db, Message) if row.kind == "payoff_short"]

    def test_is_owed_without_a_quote_and_after_its_day(self, ada):
        charge(ada, "2026-04-12")
        without = review(ada, at("2026-04-15")).order.amount
        ask(ada, date(2026, 4, 14))

        after = review(ada, at("2026-04-15")).order.amount

        assert without == after == cents("29,277.14") + cents("29.08")

    def test_is_not_waived_for_a_payment_that_does_not_close(self, ada):
        ask(ada)
        charge(ada, "2026-04-12")

        arrived(ada, "2026-04-15", cents("581.52"), intent=Intent.REGULAR)

        assert waivers(ada) == []
        assert [each.standing for each in dial(ada, at("2026-04-15")).given] == ["open"]

    def test_that_was_there_before_the_quote_is_owed(self, ada):
        charge(ada, "2026-04-08")
        ask(ada)

        assert review(ada, at("2026-04-15")).order.amount == cents("29,277.14") + cents("29.08")


def test_a_rate_that_rises_after_the_quote_costs_nothing_more_if_it_is_paid_in_time(ada):
    ask(ada)
    risen = events.RateChanged(
        effective_on=date(2026, 4, 12), sequence=NEXT, rate=Rate.from_percent("9")
    )
    with ada.db.begin() as session:
        happening = ledger.Happening(risen, "test:risen")
        ledger.enter(session, ada.books.contract.id, [happening], at("2026-04-12"))
    without = dial(ada, at("2026-04-15")).days[5].total

    seen = review(ada, at("2026-04-20"))
    arrived(ada, "2026-04-20", seen.order.amount)

    assert (seen.order.amount, seen.closes) == (TOTAL, True)
    assert without > TOTAL
    assert position(ada, "2026-04-20").is_closed


def test_a_rate_that_falls_after_the_quote_lowers_what_is_asked(ada):
    ask(ada)
    fallen = events.RateChanged(
        effective_on=date(2026, 4, 12), sequence=NEXT, rate=Rate.from_percent("3")
    )
    with ada.db.begin() as session:
        happening = ledger.Happening(fallen, "test:fallen")
        ledger.enter(session, ada.books.contract.id, [happening], at("2026-04-12"))

    assert review(ada, at("2026-04-20")).order.amount < TOTAL


def test_a_payment_that_comes_back_voids_the_quote_and_is_said(ada):
    paid = arrived(ada, "2026-04-05", cents("100.00"), intent=Intent.REGULAR)
    ask(ada)
    charge(ada, "2026-04-12")

    came_back(ada, paid, "2026-04-13")

    assert [each.standing for each in dial(ada, at("2026-04-15")).given] == ["void"]
    assert "no longer holds" in words(ada.db, "quote_void").subject
    owed = position(ada, "2026-04-15").payoff_on(date(2026, 4, 15))
    assert review(ada, at("2026-04-15")).order.amount == owed


def test_a_payoff_that_comes_back_voids_the_quote_that_it_had_used(ada):
    ask(ada)
    paid = arrived(ada, "2026-04-15", cents("29,277.14"))

    came_back(ada, paid, "2026-04-18")

    assert [each.standing for each in dial(ada, at("2026-04-19")).given] == ["void"]
    assert words(ada.db, "quote_void")


def test_asked_twice_it_is_given_once(ada):
    assert ask(ada) == ask(ada)

    assert len(rows(ada.db, Quote)) == len(rows(ada.db, Document)) == 1
    assert len([row for row in rows(ada.db, Message) if row.kind == "quote_given"]) == 1


def test_what_changed_since_makes_another_quote(ada):
    first = ask(ada)
    charge(ada, "2026-04-10")

    assert ask(ada) != first


@pytest.mark.parametrize("through", [date(2026, 4, 9), date(2026, 5, 11)])
def test_a_letter_is_good_for_thirty_days_at_most(ada, through):
    with pytest.raises(LetterRefused, match="30 days"):
        ask(ada, through)

    assert rows(ada.db, Quote) == []


class TestALetterToSomebodyElse:
    def test_names_them_and_who_allowed_it_and_masks_the_contract(self, ada):
        said = letter(ada, ask(ada, audience="dealer", recipient="Main Street Cars", name="Ada B"))

        assert "Main Street Cars" in said
        assert permission() in said
        assert "Signed electronically by Ada B on April 10, 2026" in said
        assert ada.books.contract.vin in said
        assert ada.books.contract.number_masked in said

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("recipient", {"recipient": " ", "name": "Ada Byron"}),
            ("name", {"recipient": "Main Street Cars", "name": "x"}),
        ],
    )
    def test_is_refused_without_a_name_beside_the_field(self, ada, field, typed):
        with pytest.raises(LetterRefused) as refused:
            ask(ada, audience="insurer", **typed)

        assert refused.value.field == field
        assert rows(ada.db, Quote) == []

    def test_is_told_to_the_borrower(self, ada):
        ask(ada, audience="insurer", recipient="Mutual", name="Ada Byron")

        assert "an insurer" in words(ada.db, "quote_for_another").subject


def test_case_02_somebody_elses_contract_is_not_found(ada):
    with pytest.raises(ContractNotFound):
        dial_of(ada.db, borrower_id=999, contract_ref=ada.contract_ref, today=QUOTED.date())
    stranger = replace(ada.act, who=replace(ada.act.who, borrower_id=999))
    with pytest.raises(ContractNotFound):
        quote(
            ada.db,
            stranger,
            wanted=Wanted(contract_ref=ada.contract_ref, good_through=THROUGH),
            now=QUOTED,
        )


@pytest.mark.parametrize("kind", ["bankruptcy", "litigation", "total_loss"])
def test_on_a_hold_there_is_no_amount_but_whom_to_ask(ada, kind):
    with ada.db.begin() as session:
        session.add(
            AccountFlag(
                contract_id=ada.books.contract.id,
                kind=kind,
                starts_on=date(2026, 4, 1),
                noted_at=QUOTED,
                noted_by="tests",
            )
        )

    seen = dial(ada)

    assert seen.days == []
    assert seen.restrictions.contact
    with pytest.raises(LetterRefused, match="Call our"):
        ask(ada)
    assert rows(ada.db, Quote) == []


def test_a_paid_off_contract_has_no_days_and_keeps_its_letters(ada):
    ask(ada)
    arrived(ada, "2026-04-15", cents("29,277.14"))

    seen = dial(ada, at("2026-04-16"))

    assert (seen.is_closed, seen.days) == (True, [])
    assert len(seen.given) == 1
    with pytest.raises(LetterRefused, match="already paid off"):
        ask(ada, now=at("2026-04-16"))


def test_the_letter_keeps_its_figures_when_the_contract_has_moved_on(ada):
    ref = ask(ada)
    arrived(ada, "2026-04-15", cents("581.52"), intent=Intent.REGULAR)

    assert "$29,301.15" in letter(ada, ref)


def test_r10_3_the_dial_grows_by_the_per_diem_and_the_payment_is_the_dial(ada):
    seen = dial(ada).days

    for before, after in itertools.pairwise(seen):
        assert abs(after.total - before.total - before.per_diem) <= 1
    for each in seen[1:]:
        order = review(ada, QUOTED, pay_on=each.good_through)
        assert (order.order.amount, order.closes) == (each.total, True)


def test_returned_events_alone_void(ada):
    ask(ada)
    before = [each.standing for each in dial(ada).given]
    ada.enter(
        Returned(effective_on=date(2026, 4, 11), sequence=NEXT, payment_id="paid 2026-04-01"),
        at("2026-04-11"),
    )

    assert before == ["open"]
    assert [each.standing for each in dial(ada, at("2026-04-11")).given] == ["void"]


def test_the_engine_says_what_the_dial_says(ada):
    with ada.db.read() as session:
        contract = contracts.contract_of(session, ada.books.borrower_id, ada.contract_ref)
        file = contracts.file_of(session, contract)

    for each in dial(ada).days:
        engine = replay(file.terms.billing, file.events, each.good_through)
        assert engine.payoff_on(each.good_through) == each.total
        payment = events.Payment(
            effective_on=each.good_through, sequence=999, id="x", amount=each.total
        )
        left = replay(file.terms.billing, [*file.events, payment], each.good_through)
        assert left.is_closed
        assert left.credit_balance == 0
        assert left.payoff_on(each.good_through + timedelta(days=9)) == 0


def test_a_quote_is_asked_for_by_its_borrower_alone(ada):
    ask(ada)

    with ada.db.read() as session:
        ref = session.exec(select(Document.ref)).one()
    assert documents.opened(ada.db, borrower_id=999, ref=ref, now=QUOTED) is None
    assert make.cents("29,301.15") == TOTAL
