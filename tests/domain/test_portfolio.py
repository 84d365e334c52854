"""The loans of the demo portfolio: every figure of the file, to the cent."""

from dataclasses import replace

import pytest

from finance_portal.domain import scra
from finance_portal.domain.calendar import add_banking_days, next_banking_day
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.deadlines import cleared_on, lien_release_deadline
from finance_portal.domain.delinquency import late_charges_due
from finance_portal.domain.events import Intent, RateChanged
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.payoff import quote_payoff
from finance_portal.domain.position import Standing
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.domain.schedule import level_payment, projected_schedule
from finance_portal.domain.tax import interest_received
from finance_portal.domain.terms import LoanTerms
from tests.domain.make import amounts, cents, day
from tests.domain.portfolio import (
    HISTORIES,
    LOANS,
    RECORDS,
    TODAY,
    WITH_STATE,
    b_events,
    e1_events,
    f_events,
    g_events,
    late_charge_of_b,
    loan,
    state,
    when_due,
)


@pytest.mark.parametrize("name", LOANS)
def test_the_payment_of_each_loan_solves_from_its_terms(name):
    terms = loan(name)

    assert terms.installment == level_payment(
        terms.amount_financed,
        terms.rate,
        DayCount.ACTUAL_365,
        terms.interest_from,
        terms.due_dates,
        balloon=terms.balloon,
    )


@pytest.mark.parametrize("name", WITH_STATE)
def test_the_state_of_each_loan(name):
    figures = RECORDS[name]["state"]

    position = state(name)

    assert position.on == day(figures["interest_through"])
    assert position.principal == cents(figures["principal"])
    assert position.accrued_interest == cents(figures["accrued_interest"])
    assert per_diem_text(position.per_diem) == figures["per_diem"]


@pytest.mark.parametrize("name", WITH_STATE)
def test_the_last_payments_of_each_loan(name):
    rows = {row.effective_on: row for row in state(name).applied.values()}

    for on, amount, interest, principal, balance in RECORDS[name]["last_payments"]:
        row = rows[day(on)]
        assert (row.amount, row.interest, row.principal, row.principal_after) == amounts(
            amount, interest, principal, balance
        )


@pytest.mark.parametrize("name", ["A", "B", "D"])
def test_the_payoff_quote_of_each_loan(name):
    figures = RECORDS[name]["payoff_10_day"]

    quote = quote_payoff(loan(name), HISTORIES[name](), quoted_on=TODAY)

    assert quote.good_through == day(figures["good_through"])
    assert (quote.principal, quote.interest, quote.fees, quote.total) == amounts(
        figures["principal"], figures["interest"], figures["fees"], figures["total"]
    )


@pytest.mark.parametrize("name", ["A", "D"])
def test_the_next_due_date_of_each_loan(name):
    position = state(name)

    assert position.next_installment.due_on == day(RECORDS[name]["next_due"])
    assert position.amount_due == loan(name).installment
    assert position.standing is Standing.CURRENT


def test_a_first_period_and_interest_by_year():
    terms = loan("A")
    applied = state("A").applied

    assert (terms.first_due_on - terms.interest_from).days == RECORDS["A"]["terms"][
        "odd_first_days"
    ]
    assert interest_received(applied, 2025) == cents(RECORDS["A"]["interest_2025"])
    assert interest_received(applied, 2026) == cents(RECORDS["A"]["interest_2026_to_date"])


def test_b_past_due_with_one_late_charge_and_the_fee_of_the_return():
    figures = RECORDS["B"]["past_due"]
    charge = late_charge_of_b()

    position = state("B")

    assert position.standing is Standing.PAST_DUE
    assert position.next_installment.due_on == day(figures["installment_due"])
    assert position.days_past_due == figures["days"]
    assert position.past_due == cents(figures["amount"])
    assert charge.effective_on == day(figures["late_fee_assessed_on"])
    assert position.late_charges == charge.amount == cents(figures["late_fee"])
    assert position.returned_fees == cents(figures["nsf_fee_outstanding"])
    assert position.to_cure == cents(figures["total_to_bring_current"])


def test_b_only_the_history_from_before_boarding_holds_an_uncharged_late_installment():
    everything = late_charges_due(loan("B"), b_events(), today=TODAY)

    assert [charge.assessed_on for charge in everything] == [day("2026-08-18"), day("2026-11-17")]


def test_b_the_returned_payment_re_accrues_from_july():
    august = state("B").applied["2026-08-19"]

    assert august.days == (day("2026-08-19") - day("2026-07-01")).days
    assert "came back" not in state("B").applied


def test_d_two_payments_and_the_balloon_are_left():
    terms = RECORDS["D"]["terms"]

    position = state("D")

    assert position.installments_left == 2 + 1
    assert position.installments[-1].is_balloon
    assert position.maturity_on == day(terms["balloon_due"])
    assert terms["term"] == len(position.installments)
    assert position.installments[-1].amount == cents(terms["balloon"])


def test_d_the_balloon_is_trued_up():
    rows = projected_schedule(loan("D"), HISTORIES["D"](), TODAY)

    assert [row.payment for row in rows[:-1]] == [cents("1051.02")] * 2
    assert rows[-1].balance == 0
    assert abs(rows[-1].payment - cents("28875.00")) < cents("100.00")


def test_e1_the_extra_payment_satisfies_two_installments():
    figures = RECORDS["E1"]["paid_ahead"]
    extra = day(figures["extra_payment_date"])

    position = state("E1")

    satisfied = [each.due_on for each in position.installments if each.satisfied_on == extra]
    assert satisfied == [day(text) for text in figures["installments_satisfied"]]
    assert position.next_installment.due_on == day(figures["next_due"])
    assert position.standing is Standing.PAID_AHEAD
    assert position.applied[figures["extra_payment_date"]].amount == cents(figures["amount"])


def test_e1_as_principal_only_the_due_date_would_have_stayed():
    *others, extra = e1_events()

    position = replay(loan("E1"), [*others, replace(extra, intent=Intent.PRINCIPAL_ONLY)], TODAY)

    assert position.next_installment.due_on == day("2026-11-05")


def test_f_the_quote_and_the_payoff():
    payoff = RECORDS["F"]["payoff"]
    figures = payoff["quote"]
    paid_on = day(payoff["paid_on"])

    quote = quote_payoff(loan("F"), f_events(paid_off=False), quoted_on=day(payoff["quote_date"]))
    owed = replay(loan("F"), f_events(paid_off=False), paid_on).payoff_on(paid_on)
    position = replay(loan("F"), f_events(), TODAY)

    assert quote.good_through == day(figures["good_through"])
    assert (quote.principal, quote.interest, quote.fees, quote.total) == amounts(
        figures["principal"], figures["interest"], figures["fees"], figures["total"]
    )
    assert owed == cents(payoff["owed_that_day"])
    assert position.closed_on == paid_on
    assert position.standing is Standing.PAID_OFF
    assert position.credit_balance == cents(payoff["overage"])


def test_f_the_hold_and_the_release_of_the_lien():
    payoff = RECORDS["F"]["payoff"]
    hold_until = day(payoff["ach_clear_hold_until"].split()[0])

    assert cleared_on("us_bank_account", day(payoff["paid_on"])) == hold_until
    assert lien_release_deadline("NY", hold_until) == add_banking_days(hold_until, 3)


def test_g_the_extension_moves_the_maturity():
    figures = RECORDS["G"]
    terms = loan("G")

    position = state("G")

    assert terms.due_dates[-1] == day(figures["terms"]["original_maturity"])
    assert position.maturity_on == day(figures["terms"]["extended_maturity"])
    first = position.applied[figures["extension"]["first_payment_after"]]
    assert first.interest == cents(figures["extension"]["interest_taken_by_first_payment"])
    assert position.standing is Standing.CURRENT
    assert late_charges_due(terms, g_events(), today=TODAY) == []


def test_h_before_the_cap():
    figures = RECORDS["H"]["state"]
    effective_on = day(RECORDS["H"]["terms"]["scra_effective"])

    position = replay(loan("H"), when_due(loan("H"), effective_on), effective_on)

    assert position.principal == cents(figures["principal_at_scra"])
    assert position.accrued_interest == cents(figures["accrued_before_scra"])


def test_h_the_cap_lowers_the_payment():
    terms = RECORDS["H"]["terms"]
    effective_on = day(terms["scra_effective"])
    before = when_due(loan("H"), effective_on)

    change = scra.cap_rate(replay(loan("H"), before, effective_on), sequence=900)

    assert change.rate == Rate.from_percent(terms["scra_rate"])
    assert change.installment == cents(terms["scra_payment"])
    reduction = cents(terms["contract_payment"]) - change.installment
    assert reduction == cents(RECORDS["H"]["state"]["monthly_payment_reduction"])


def test_h_the_lower_payment_keeps_the_contract_current():
    terms = RECORDS["H"]["terms"]
    effective_on = day(terms["scra_effective"])
    cap = RateChanged(
        effective_on=effective_on,
        sequence=900,
        rate=Rate.from_percent(terms["scra_rate"]),
        installment=cents(terms["scra_payment"]),
        bars_late_charges=True,
    )
    before = when_due(loan("H"), effective_on)
    skipped = [each for each in loan("H").due_dates if next_banking_day(each) <= effective_on]
    after = when_due(loan("H"), TODAY, skip=skipped, amount=cap.installment)

    position = replay(loan("H"), [*before, cap, *after], TODAY)

    assert position.next_installment.due_on == day("2026-11-25")
    assert position.amount_due == cents("622.84")
    assert position.standing is Standing.CURRENT
    rows = projected_schedule(loan("H"), [*before, cap, *after], TODAY)
    assert rows[-1].due_on == loan("H").due_dates[-1]
    assert abs(rows[-1].payment - cents("622.84")) < cents("25.00")


def test_j_the_payment_that_the_file_leaves_out():
    terms = RECORDS["J"]["terms"]
    first_due_on = day(terms["first_due"])
    contract = LoanTerms(
        amount_financed=cents(terms["principal"]),
        rate=Rate.from_percent(terms["rate"]),
        interest_from=day(terms["contract_date"]),
        first_due_on=first_due_on,
        due_day=31,
        term=terms["term"],
        installment=cents("1144.28"),
    )

    assert cents("1144.28") == level_payment(
        contract.amount_financed,
        contract.rate,
        contract.day_count,
        contract.interest_from,
        contract.due_dates,
    )
    assert contract.due_dates[1:4] == (day("2027-01-31"), day("2027-02-28"), day("2027-03-31"))
    assert replay(contract, [], TODAY).standing is Standing.FIRST_BILL
