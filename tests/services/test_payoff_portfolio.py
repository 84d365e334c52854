"""Every contract of the demo, every day of the next sixty: dial, letter and charge are one figure.

The rules of R10.3: a day more costs a per diem, and what is paid on a day leaves nothing.
"""

import itertools
import json
from datetime import date

import pytest
from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.domain import events
from finance_portal.domain.cents import dollars
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.payoff import DIAL_DAYS, LONGEST_DAYS
from finance_portal.domain.replay import replay
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document
from finance_portal.models.people import Obligor
from finance_portal.services import demo, documents, payments
from finance_portal.services.boarding.board import board
from finance_portal.services.contracts import file_of
from finance_portal.services.payments import PaymentOrder
from finance_portal.services.payoff.dial import dial_of
from finance_portal.services.payoff.quoting import LetterRefused, Wanted, quote
from finance_portal.services.security.desk import Act
from finance_portal.services.sessions import SignedIn
from tests import paper
from tests.make import MORNING, cents
from tests.services.known import HOME
from tests.services.payers import add_method
from tests.working.checker import recompute
from tests.working.reading import printed

TODAY = MORNING.date()
PRINTED = (0, 7, LONGEST_DAYS)  # today, the end of a month, the last day of a letter
LATER = date(2027, 6, 1)
TEN_DAYS = {
    "Elena": "40,161.35",
    "Marcus": "25,450.49",
    "Sofia": "30,584.79",
}


@pytest.fixture(scope="module")
def boarded(migrated_file, tmp_path_factory):
    file = tmp_path_factory.mktemp("portfolio") / "portal.db"
    file.write_bytes(migrated_file.read_bytes())
    db = Database(f"sqlite:///{file}")
    board(db, demo.PORTFOLIO, now=MORNING)
    yield db
    db.close()


@pytest.fixture(scope="module")
def contracts(boarded):
    """Each contract with a borrower of it, by the borrower's first name and its own place."""
    with boarded.read() as session:
        return list(
            session.exec(
                select(Contract.ref, Obligor.borrower_id)
                .join(Obligor, col(Obligor.contract_id) == Contract.id)
                .where(col(Obligor.is_primary))
                .order_by(col(Contract.id))
            )
        )


def dials(boarded, contracts):
    for ref, borrower_id in contracts:
        yield borrower_id, dial_of(boarded, borrower_id=borrower_id, contract_ref=ref, today=TODAY)


def acting(borrower_id):
    """Whoever is signed in; the trail needs no login of theirs."""
    return Act(SignedIn(borrower_id, None, "s1", "Somebody", "password", MORNING), HOME, MORNING)


def file_named(boarded, ref):
    with boarded.read() as session:
        return file_of(session, session.exec(select(Contract).where(Contract.ref == ref)).one())


def nothing_is_left(file, on, total):
    paid = events.Payment(effective_on=on, sequence=9_999, id="all", amount=total)
    after = replay(file.terms.billing, [*file.events, paid], on)
    owed = (after.principal, after.unpaid_interest, after.fees, after.unapplied)
    kept = (after.credit_balance, after.payoff_on(on), after.payoff_on(LATER))
    return after.closed_on == on and not any((*owed, *kept))


def content_of(boarded, ref):
    with boarded.read() as session:
        return json.loads(session.exec(select(Document.content).where(Document.ref == ref)).one())


def signed_sum(figures):
    *parts, total = figures
    amounts = [
        -cents(text[1:]) if text[0] == "\N{MINUS SIGN}" else cents(text) for _, text in parts
    ]
    assert sum(amounts) == cents(total[1])
    return sum(amounts)


def test_there_are_loans_to_look_at_and_all_have_sixty_days(boarded, contracts):
    days = [len(seen.days) for _, seen in dials(boarded, contracts) if seen.days]

    assert days == [DIAL_DAYS + 1] * 7


@pytest.mark.parametrize("total", TEN_DAYS.values(), ids=TEN_DAYS)
def test_the_figures_of_the_portfolio_are_on_the_dial(boarded, contracts, total):
    tenth = [seen.days[10].total for _, seen in dials(boarded, contracts) if seen.days]

    assert cents(total) in tenth


def test_c_has_an_early_buyout_and_no_payoff(boarded, contracts):
    early = [
        seen.buyouts.early.before_tax
        for _, seen in dials(boarded, contracts)
        if seen.buyouts and seen.buyouts.early
    ]

    assert cents("37,456.12") in early


def test_r10_3_dial_engine_and_charge_are_one_figure_and_leave_nothing(boarded, contracts):
    for borrower_id, seen in dials(boarded, contracts):
        if not seen.days:
            continue
        method = add_method(boarded, borrower_id)
        file = file_named(boarded, seen.contract_ref)
        for each in seen.days:
            on = each.good_through
            assert replay(file.terms.billing, file.events, on).payoff_on(on) == each.total
            assert nothing_is_left(file, on, each.total)
            order = PaymentOrder(
                form_token="t",
                contract_ref=seen.contract_ref,
                choice="payoff",
                amount=0,
                method_ref=method.ref,
                pay_on=on,
            )
            review = payments.review(boarded, borrower_id=borrower_id, order=order, now=MORNING)
            assert (review.order.amount, review.closes, review.credit) == (each.total, True, 0)
        for before, after in itertools.pairwise(seen.days):
            assert abs(after.total - before.total - before.per_diem) <= 1


def test_r10_3_every_letter_says_what_the_dial_says_and_how_it_is_worked_out(boarded, contracts):
    for borrower_id, seen in dials(boarded, contracts):
        for place, each in enumerate(seen.days):
            wanted = Wanted(contract_ref=seen.contract_ref, good_through=each.good_through)
            if place > LONGEST_DAYS:
                with pytest.raises(LetterRefused):
                    quote(boarded, acting(borrower_id), wanted=wanted, now=MORNING)
                continue
            ref = quote(boarded, acting(borrower_id), wanted=wanted, now=MORNING)
            said = content_of(boarded, ref)
            assert dollars(each.total) in said["words"][0]
            assert signed_sum(said["figures"]) == each.total
            assert recompute(said["working"]) == each.total
            assert f"${per_diem_text(each.per_diem)}." in said["after"][0]


def test_what_is_printed_in_a_letter_alone_leads_to_its_amount(boarded, contracts):
    for borrower_id, seen in dials(boarded, contracts):
        for each in [day for place, day in enumerate(seen.days) if place in PRINTED]:
            wanted = Wanted(contract_ref=seen.contract_ref, good_through=each.good_through)
            ref = quote(boarded, acting(borrower_id), wanted=wanted, now=MORNING)
            file = documents.opened(boarded, borrower_id=borrower_id, ref=ref, now=MORNING)

            said = paper.text(file.pdf)

            assert recompute(printed(said)) == each.total
            assert f"{dollars(each.total)} pays this contract off" in " ".join(said.split())
            assert f"${per_diem_text(each.per_diem)}" in said


def test_the_lines_under_each_day_lead_to_its_figure(boarded, contracts):
    for _, seen in dials(boarded, contracts):
        for each, lines in zip(seen.days, seen.workings, strict=True):
            assert recompute(lines) == each.total
        if seen.buyouts and seen.buyouts.early:
            assert recompute(seen.buyouts.early_working) == seen.buyouts.early.total
