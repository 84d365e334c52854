"""Every contract of the demo, every day of the next sixty: dial, letter and charge are one figure.

The rules of R10.3: a day more costs a per diem, and what is paid on a day leaves nothing.
"""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.documents import payoff_letter
from finance_portal.documents.payoff_letter import Letter
from finance_portal.domain.cents import dollars
from finance_portal.domain.payoff import DIAL_DAYS, LONGEST_DAYS, quote_payoff
from finance_portal.domain.replay import replay
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Obligor
from finance_portal.services import demo, payments
from finance_portal.services.boarding.board import board
from finance_portal.services.contracts import file_of
from finance_portal.services.payments import PaymentOrder
from finance_portal.services.payoff.dial import dial_of
from tests.make import MORNING, cents
from tests.services.payers import add_method
from tests.working.checker import recompute

TODAY = MORNING.date()
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


def test_there_are_loans_to_look_at_and_all_have_sixty_days(boarded, contracts):
    days = [len(seen.days) for _, seen in dials(boarded, contracts) if seen.days]

    assert days == [DIAL_DAYS + 1] * 7


@pytest.mark.parametrize("total", TEN_DAYS.values(), ids=TEN_DAYS)
def test_the_figures_of_the_portfolio_are_on_the_dial(boarded, contracts, total):
    tenth = [seen.days[10].total for _, seen in dials(boarded, contracts) if seen.days]

    assert cents(total) in tenth


def test_c_has_an_early_buyout_and_no_payoff(boarded, contracts):
    early = [
        seen.buyouts.early.total
        for _, seen in dials(boarded, contracts)
        if seen.buyouts and seen.buyouts.early
    ]

    assert cents("37,456.12") in early


def test_r10_3_dial_engine_letter_and_charge_are_one_figure(boarded, contracts):
    for borrower_id, seen in dials(boarded, contracts):
        if not seen.days:
            continue
        method = add_method(boarded, borrower_id)
        with boarded.read() as session:
            contract = session.exec(
                select(Contract).where(col(Contract.ref) == seen.contract_ref)
            ).one()
            file = file_of(session, contract)
        for each in seen.days:
            on = each.good_through
            assert replay(file.terms.billing, file.events, on).payoff_on(on) == each.total
            if on <= TODAY + timedelta(days=LONGEST_DAYS):
                quoted = quote_payoff(
                    file.terms.billing, file.events, quoted_on=TODAY, good_through=on
                )
                assert payoff_letter.rows(quoted)[-1][1] == dollars(each.total)
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
        for before, after in zip(seen.days, seen.days[1:], strict=False):
            assert abs(after.total - before.total - before.per_diem) <= 1


def test_every_letter_sums_to_its_total(boarded, contracts):
    letter = Letter(
        borrower="Ada Byron",
        contract="••4821",
        vehicle="2026 Sedan",
        vin="5UX53GP03S9A00117",
        ref="q",
        audience="borrower",
        recipient="",
        authorization=None,
    )
    for _, seen in dials(boarded, contracts):
        for each in seen.days[: LONGEST_DAYS + 1]:
            *parts, total = payoff_letter.content(letter, each)["figures"]
            amounts = [
                -cents(text[1:]) if text[0] == "\N{MINUS SIGN}" else cents(text)
                for _, text in parts
            ]
            assert sum(amounts) == cents(total[1]) == each.total


def test_the_lines_under_each_day_lead_to_its_figure(boarded, contracts):
    for _, seen in dials(boarded, contracts):
        for each, lines in zip(seen.days, seen.workings, strict=True):
            assert recompute(lines) == each.total
        if seen.buyouts and seen.buyouts.early:
            assert recompute(seen.buyouts.early_working) == seen.buyouts.early.total
