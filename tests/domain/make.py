"""Builders: the canonical contracts of the domain rules, section 5, and what happens to them."""

import itertools
from dataclasses import replace
from datetime import date

from finance_portal.domain.allocation import FEE_BUCKETS, Bucket
from finance_portal.domain.events import (
    Charge,
    Event,
    Extended,
    Intent,
    Payment,
    Returned,
)
from finance_portal.domain.late_charge import LateChargeRule
from finance_portal.domain.lease import LeaseYield
from finance_portal.domain.position import Position
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import LeaseTerms, LoanTerms

LEVEL = "581.52"
FIVE_PERCENT = Rate.from_percent("5")
FEES_FIRST = (*FEE_BUCKETS, Bucket.INTEREST, Bucket.PRINCIPAL)

_sequence = itertools.count(1)


def cents(text):
    """Read "1,234.56" or "-0.05" digit by digit, without the code under test."""
    sign = -1 if text.startswith("-") else 1
    whole, _, decimals = text.removeprefix("-").replace(",", "").partition(".")
    return sign * (int(whole) * 100 + int(decimals or 0))


def day(text):
    return date.fromisoformat(text)


def rule(percent="5", grace_days=10, **changes):
    share = Rate.from_percent(percent) if percent else None
    return LateChargeRule(grace_days=grace_days, percent=share, **changes)


def loan(**changes) -> LoanTerms:
    """L1, or L1 with something else."""
    return replace(L1, **changes)


L1 = LoanTerms(
    amount_financed=cents("30,000.00"),
    rate=Rate.from_percent("6"),
    interest_from=day("2026-01-15"),
    first_due_on=day("2026-03-01"),
    due_day=1,
    term=60,
    installment=cents(LEVEL),
    late_charge=rule(),
    returned_payment_fee=cents("30.00"),
)

L1B = LoanTerms(
    amount_financed=cents("45,000.00"),
    rate=Rate.from_percent("5.90"),
    interest_from=day("2026-01-15"),
    first_due_on=day("2026-03-01"),
    due_day=1,
    term=48,
    installment=cents("737.85"),
    balloon=cents("18,000.00"),
)

V1 = LeaseTerms(
    term=36,
    first_due_on=day("2026-01-15"),
    due_day=15,
    maturity_on=day("2029-01-15"),
    base_monthly_payment=cents("752.50"),
    monthly_tax=cents("52.68"),
    tax_rate=Rate.from_percent("7"),
    adjusted_capitalized_cost=cents("52,000.00"),
    residual_value=cents("31,200.00"),
    money_factor=Rate.from_factor("0.00210"),
    miles_allowed=30_000,
    start_odometer=14,
    excess_mile_rate=cents("0.25"),
    disposition_fee=cents("495.00"),
    purchase_option_fee=cents("350.00"),
)

V1_YIELD = LeaseYield(cents("52,000.00"), cents("31,200.00"), 36, cents("752.50"))


def paid(on, amount=LEVEL, intent=Intent.REGULAR, **details) -> Payment:
    details.setdefault("id", f"paid {on} {amount}")
    return Payment(
        effective_on=day(on),
        sequence=next(_sequence),
        amount=cents(amount),
        intent=intent,
        **details,
    )


def returned(payment) -> Returned:
    return Returned(
        effective_on=payment.effective_on, sequence=next(_sequence), payment_id=payment.id
    )


def charged(on, amount, bucket=Bucket.LATE_CHARGES, **details) -> Charge:
    return Charge(
        effective_on=day(on),
        sequence=next(_sequence),
        bucket=bucket,
        amount=cents(amount),
        **details,
    )


def extended(on, first_installment, months) -> Extended:
    return Extended(
        effective_on=day(on),
        sequence=next(_sequence),
        first_installment=first_installment,
        months=months,
    )


B1 = (paid("2026-03-01"),)
B2 = (*B1, paid("2026-04-01"))


def on_time(terms, until=None) -> list[Event]:
    """Every installment paid on its due date; the last as it comes out."""
    dues = [due_on for due_on in terms.due_dates if until is None or due_on <= until]
    events: list[Event] = []
    for number, due_on in enumerate(dues, start=1):
        amount = terms.installment
        if number == terms.term:
            amount = replay(terms, events, due_on).amount_due
        events.append(
            Payment(effective_on=due_on, sequence=number, id=f"due {number}", amount=amount)
        )
    return events


def position(events, on, terms=L1) -> Position:
    return replay(terms, events, day(on))


def applied(events, terms=L1):
    """How the last payment was applied."""
    last = max(each.effective_on for each in events)
    return list(replay(terms, events, last).applied.values())[-1]


def parts(allocation):
    """Interest, principal, balance: the three figures of most rows."""
    return allocation.interest, allocation.principal, allocation.principal_after


def amounts(*texts):
    return tuple(cents(text) for text in texts)
