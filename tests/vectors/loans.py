"""Adapters for loans: interest, schedules, payments, rates."""

from datetime import timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

from finance_portal.domain import apr as reg_z
from finance_portal.domain.allocation import Bucket, allocate
from finance_portal.domain.book import Book
from finance_portal.domain.calendar import add_months
from finance_portal.domain.cents import rounded
from finance_portal.domain.interest import interest, per_diem
from finance_portal.domain.precomputed import unearned_charge
from finance_portal.domain.replay import replay
from finance_portal.domain.schedule import (
    amortize,
    exact_level_payment,
    level_payment,
    totals,
    totals_by_year,
)
from tests.domain.make import cents, charged, day, paid
from tests.vectors.reading import day_count, money, rate, rounding, terms
from tests.vectors.shared import NotSupported


def daily_interest(inputs):
    start = day(inputs.get("from", "2026-01-01"))
    end = day(inputs["to"]) if "to" in inputs else start + timedelta(days=inputs["days"])
    principal = cents(inputs["principal"])
    exact = interest(principal, rate(inputs), day_count(inputs), start, end)
    daily = per_diem(principal, rate(inputs), day_count(inputs), start)
    decimals = inputs.get("per_diem_decimals", 4)
    return {
        "interest": money(rounded(exact, rounding(inputs))),
        "per_diem": Decimal(rounded(daily / 100 * 10**decimals)).scaleb(-decimals),
    }


def ledger(inputs):
    payments = [paid(row["date"], row["amount"], id=row["date"]) for row in inputs["payments"]]
    dates = [payment.effective_on for payment in payments]
    state = replay(terms(inputs, dates), payments, dates[-1])
    rows = [
        {
            "date": name,
            "days": row.days,
            "interest": money(row.interest),
            "principal": money(row.principal),
            "balance": money(row.principal_after),
        }
        for name, row in state.applied.items()
    ]
    return {"rows": rows}


def schedule(inputs):
    if inputs.get("unpaid_interest", "carry_no_compounding") != "carry_no_compounding":
        raise NotSupported(f"unpaid interest {inputs['unpaid_interest']}")
    due_dates = [day(text) for text in inputs["due_dates"]]
    payments = [cents(text) for text in inputs["payments"]]
    rows = amortize(Book(terms(inputs, due_dates)), zip(due_dates, payments, strict=True))
    return {
        "rows": [
            {
                "due": row.due_on.isoformat(),
                "interest": money(row.interest),
                "principal": money(row.principal),
                "balance": money(row.balance),
            }
            for row in rows
        ],
        "ending_balance": money(rows[-1].balance),
        "by_year": {str(year): _totals(sums) for year, sums in totals_by_year(rows).items()},
        **_totals(totals(rows)),
    }


def _totals(sums):
    return {field: money(amount) for field, amount in sums._asdict().items()}


def solve_payment(inputs):
    balloon = inputs.get("final_payment")
    payment = level_payment(
        cents(inputs["principal"]),
        rate(inputs),
        day_count(inputs),
        day(inputs["start_date"]),
        [day(text) for text in inputs["due_dates"]],
        balloon=cents(balloon) if balloon else None,
    )
    return {"payment": money(payment)}


def payoff(inputs):
    paid_through = inputs["interest_paid_through"]
    loan = terms(inputs | {"start_date": paid_through}, [day(inputs["payoff_date"])])
    fees = charged(paid_through, inputs.get("fees", "0"), Bucket.OTHER_FEES)
    state = replay(loan, [fees], day(paid_through))
    on = day(inputs["payoff_date"])
    return {"interest": money(state.interest_through(on)), "payoff": money(state.payoff_on(on))}


def apr(inputs):
    advanced = cents(inputs["amount_advanced"])
    if "single_payment" in inputs:
        return {"apr_pct": _single_payment_apr(advanced, inputs["single_payment"])}
    if "payments" in inputs:
        if inputs["unit_period"] != "month":
            raise NotSupported(f"unit-period {inputs['unit_period']}")
        dated = [(day(row["date"]), cents(row["amount"])) for row in inputs["payments"]]
        flows = reg_z.monthly_flows(day(inputs["advance_date"]), dated)
        return {"apr_pct": reg_z.apr(advanced, flows)}
    return {"apr_pct": reg_z.apr(advanced, _flows(inputs), inputs["unit_periods_per_year"])}


def _flows(inputs):
    """Take the unit-periods as given; where they are months, derive them from the dates."""
    given = [
        reg_z.Flow(flow["t"], Fraction(flow["f"]), cents(flow["amount"]))
        for flow in inputs["cashflows"]
    ]
    human = inputs.get("human", {})
    if human.get("unit") != "month":
        return given
    first = day(human["first"])
    dated = [
        (add_months(first, number, first.day), flow.amount) for number, flow in enumerate(given)
    ]
    return reg_z.monthly_flows(day(human["advance"]), dated)


def _single_payment_apr(advanced, payment):
    if "months" in payment or payment.get("count_as") == "months":
        raise NotSupported("a single payment counted in months")
    if "days" in payment:
        days = payment["days"]
    else:
        days = (day(payment["due"]) - day(payment["advance"])).days
    exact = reg_z.single_payment_apr(advanced, cents(payment["amount"]), Fraction(days, 365))
    with localcontext(prec=30):
        return Decimal(exact.numerator) / exact.denominator


def rule_of_78(inputs):
    unearned = unearned_charge(
        cents(inputs["finance_charge"]), inputs["total_payments"], inputs["remaining"]
    )
    return {"unearned": money(unearned)}


def tvm(inputs):
    """Interest by equal periods, signs as a spreadsheet has them: what is paid is negative."""
    top, _, bottom = inputs["rate"].partition("/")
    period_rate = Fraction(top) / Fraction(bottom or 1)
    principal = Fraction(inputs["pv"])
    payment = exact_level_payment(principal, [period_rate] * inputs["nper"])
    match inputs["fn"]:
        case "pmt":
            value = -payment
        case "ipmt":
            value = -_interest_parts(principal, period_rate, payment)[inputs["per"] - 1]
        case "cumipmt":
            all_parts = _interest_parts(principal, period_rate, payment, inputs["end"])
            value = sum(all_parts[inputs["start"] - 1 :])
        case other:
            raise NotSupported(f"function {other}")
    with localcontext(prec=30):
        return {"value": Decimal(value.numerator) / value.denominator}


def _interest_parts(balance, period_rate, payment, count=1):
    found = []
    for _ in range(count):
        found.append(balance * period_rate)
        balance += found[-1] - payment
    return found


def waterfall(inputs):
    order = inputs["order"]
    owed = {bucket: cents(text) for bucket, text in inputs["opening"].items()}
    made = {}
    for event in inputs["events"]:
        amount = cents(event.get("amount", "0"))
        match event["type"]:
            case "charge":
                owed[event["bucket"]] = owed.get(event["bucket"], 0) + amount
            case "payment":
                made[event["id"]], _ = allocate(amount, owed, order)
                _add(owed, made[event["id"]], -1)
            case "reverse":
                _add(owed, made[event["of"]], 1)
            case "chargeback":
                owed["principal"] += amount
    return {
        "allocations": [
            {bucket: money(part) for bucket, part in parts.items()} for parts in made.values()
        ],
        "closing": {bucket: money(owed.get(bucket, 0)) for bucket in order},
    }


def _add(owed, parts, sign):
    for bucket, part in parts.items():
        owed[bucket] = owed.get(bucket, 0) + sign * part
