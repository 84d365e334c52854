"""The demo portfolio rebuilt: terms from the file, and the history that leads to its figures.

Payments are made on the due date or the next banking day; where the file lists the latest payments,
those are taken instead.
"""

import json

import pytest

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.calendar import next_banking_day
from finance_portal.domain.delinquency import late_charges_due
from finance_portal.domain.events import Intent
from finance_portal.domain.late_charge import STATE_LATE_CHARGE
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import LeaseTerms, LoanTerms
from tests.domain.make import cents, charged, day, extended, paid, returned, rule
from tests.vectors.shared import SHARED

PORTFOLIO = SHARED / "portfolio.json"

if not PORTFOLIO.is_file():
    pytest.skip(f"the demo portfolio is not at {PORTFOLIO}", allow_module_level=True)

FILE = json.loads(PORTFOLIO.read_text())
TODAY = day(FILE["business_date"])
RECORDS = {record["id"]: record for record in FILE["contracts"]}
LOANS = ("A", "B", "D", "E1", "F", "G", "H")
WITH_STATE = ("A", "B", "D", "E1", "G")


def loan(name):
    terms = RECORDS[name]["terms"]
    first_due_on = day(terms["first_due"])
    balloon = terms.get("balloon")
    texas = RECORDS[name].get("state_code") == "TX"
    return LoanTerms(
        amount_financed=cents(terms["principal"]),
        rate=Rate.from_percent(terms.get("rate") or terms["contract_rate"]),
        interest_from=day(terms["contract_date"]),
        first_due_on=first_due_on,
        due_day=first_due_on.day,
        term=terms["term"],
        installment=cents(
            terms.get("payment") or terms.get("regular_payment") or terms["contract_payment"]
        ),
        balloon=cents(balloon) if balloon else None,
        late_charge=STATE_LATE_CHARGE["TX"] if texas else rule(),
        grace_on_banking_days=True,
        state=RECORDS[name].get("state_code"),
    )


def lease(name):
    terms = RECORDS[name]["terms"]
    start = day(terms["start"])
    total = cents(terms["total_payment"])
    base = cents(terms["base_payment"]) if "base_payment" in terms else total
    return LeaseTerms(
        term=terms["term"],
        first_due_on=start,
        due_day=start.day,
        maturity_on=day(terms.get("maturity") or terms["original_maturity"]),
        base_monthly_payment=base,
        monthly_tax=total - base,
        adjusted_capitalized_cost=_cents_or_none(terms.get("adjusted_cap_cost")),
        residual_value=_cents_or_none(terms.get("residual")),
        miles_allowed=terms["allowed_miles"],
        start_odometer=RECORDS[name].get("mileage", {}).get("start_odometer", 0),
        excess_mile_rate=cents(terms["excess_rate"]),
        disposition_fee=cents(terms["disposition_fee"]),
        purchase_option_fee=cents(terms.get("purchase_option_fee", "0.00")),
    )


def _cents_or_none(text):
    return cents(text) if text else None


def when_due(terms, until, *, skip=(), amount=None):
    """Payments on the due date or the next banking day, up to a day."""
    return [
        paid(
            next_banking_day(due_on).isoformat(),
            written(amount or terms.installment),
            id=f"installment {number}",
        )
        for number, due_on in enumerate(terms.due_dates, start=1)
        if next_banking_day(due_on) <= until and due_on not in skip
    ]


def written(amount):
    return f"{amount // 100}.{amount % 100:02d}"


def listed(name):
    return [paid(row[0], row[1], id=row[0]) for row in RECORDS[name]["last_payments"]]


def before_listed(name):
    """What was paid before the file begins to list payments."""
    first = day(RECORDS[name]["last_payments"][0][0])
    return [payment for payment in when_due(loan(name), first) if payment.effective_on < first]


def b_events():
    # The payment of 3 August (1 August was a Saturday) came back; its fee is still open.
    august = paid("2026-08-03", "685.38", id="came back")
    fee = charged("2026-08-05", "30.00", Bucket.RETURNED_FEES, payment_id=august.id)
    return [*before_listed("B"), *listed("B"), august, returned(august), fee]


def e1_events():
    return [*before_listed("E1"), *listed("E1")]


def f_events(*, paid_off=True):
    payments = when_due(loan("F"), day("2026-10-20"))
    payoff = RECORDS["F"]["payoff"]
    return [
        *payments,
        *([paid(payoff["paid_on"], payoff["amount"], Intent.PAYOFF)] if paid_off else []),
    ]


def g_events():
    skipped = [day(text) for text in RECORDS["G"]["extension"]["skipped"]]
    first = loan("G").due_dates.index(skipped[0]) + 1
    before = when_due(loan("G"), day("2026-07-18"))
    return [*before, extended("2026-07-01", first, len(skipped)), *listed("G")]


def late_charge_of_b():
    (charge,) = late_charges_due(loan("B"), b_events(), today=TODAY, since=day("2026-09-01"))
    return charged(
        charge.assessed_on.isoformat(), written(charge.amount), installment=charge.installment
    )


HISTORIES = {
    "A": lambda: [*before_listed("A"), *listed("A")],
    "B": lambda: [*b_events(), late_charge_of_b()],
    "D": lambda: [*before_listed("D"), *listed("D")],
    "E1": e1_events,
    "G": g_events,
}


def state(name, on=TODAY):
    return replay(loan(name), HISTORIES[name](), on)
