"""What the demo's contracts and disclosures say: what they would have said on the day of signing.

They show what a lender boards with its portfolio (`board-documents`); no lender signs by them. They
are in English whoever reads them: a contract stays in the language in which it was signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from babel.dates import format_date

from finance_portal.documents import agreements
from finance_portal.domain import apr, lease, lease_end
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.late_charge import LateChargeRule
from finance_portal.domain.rates import percent
from finance_portal.domain.schedule import contract_schedule, totals
from finance_portal.domain.terms import LeaseTerms, LoanTerms
from finance_portal.settings import settings

TEMPLATE = "contract-1"
SAYS = "A sample, made for the demo from the terms of its contract. It binds nobody."
HEAD = ("Payments", "Amount of each", "Due")
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """The contract that the papers are about. `contract` is the masked number."""

    names: Sequence[str]
    contract: str
    vehicle: str
    vin: str
    signed_on: date


def loan_contract(agreed: Agreed, terms: LoanTerms) -> dict[str, Any]:
    """Return the content of a retail installment contract."""
    brand = settings.brand
    return {
        "says": SAYS,
        "facts": [*_parties(agreed), ["Rate", f"{percent(terms.rate)} a year"]],
        "sections": [
            _section(
                "What I promise",
                f"I bought the vehicle named above and promise to pay {brand.legal_entity}"
                f" {dollars(terms.amount_financed)} with interest of {percent(terms.rate)} a year"
                " on what is unpaid, for the days that it is unpaid, by the payments of the"
                " disclosures that belong to this contract.",
                f"Each payment goes to {_order(terms)}, in this order.",
            ),
            _section(
                "If I pay early or late",
                "I may pay all or a part at any time without a penalty. Paying early costs less"
                " interest, paying late costs more.",
                _late(terms.late_charge),
                f"A payment that my bank returns costs {dollars(terms.returned_payment_fee)}.",
            ),
            _section(
                "The vehicle",
                f"{brand.legal_entity} has a lien on the vehicle until all is paid. I keep it"
                " insured and in good order, and I do not sell it without asking.",
            ),
        ],
        "signed": _signed(agreed),
    }


def loan_disclosure(agreed: Agreed, terms: LoanTerms) -> dict[str, Any]:
    """Return the content of the disclosures of Regulation Z, 12 CFR 1026.18."""
    rows = contract_schedule(terms)
    sums = totals(rows)
    charge = sums.payments - terms.amount_financed
    flows = apr.monthly_flows(terms.interest_from, [(each.due_on, each.payment) for each in rows])
    rate = apr.apr(terms.amount_financed, flows).quantize(HUNDREDTH, ROUND_HALF_UP)
    return {
        "says": SAYS,
        "facts": _parties(agreed),
        "boxes": [
            ["Annual percentage rate", f"{rate}%", "The cost of the credit as a yearly rate."],
            ["Finance charge", dollars(charge), "The dollar amount the credit will cost."],
            ["Amount financed", dollars(terms.amount_financed), "The credit provided."],
            [
                "Total of payments",
                dollars(sums.payments),
                "What will have been paid when all payments are made as scheduled.",
            ],
        ],
        "schedule_title": "Payment schedule",
        "schedule_head": list(HEAD),
        "schedule": _schedule([(each.due_on, each.payment) for each in rows]),
        "sections": [
            _section("Late payment", _late(terms.late_charge)),
            _section(
                "Prepayment",
                "If I pay off early, I will not have to pay a penalty. The finance charge is simple"
                " interest: none of it is refunded, and none accrues after the payoff.",
            ),
            _section("Security", "I give a security interest in the vehicle that I buy."),
        ],
    }


def lease_contract(agreed: Agreed, terms: LeaseTerms) -> dict[str, Any]:
    """Return the content of a lease agreement."""
    brand = settings.brand
    return {
        "says": SAYS,
        "facts": [*_parties(agreed), ["Lease ends", _day(terms.maturity_on)]],
        "sections": [
            _section(
                "What I promise",
                f"I lease the vehicle named above from {brand.legal_entity} for {terms.term} months"
                f" and pay {dollars(terms.monthly_payment)} each month, the first at signing.",
                _late(terms.late_charge),
                f"A payment that my bank returns costs {dollars(terms.returned_payment_fee)}.",
            ),
            _section(
                "While I have it",
                f"I may drive {terms.miles_allowed:,} miles in all. I keep the vehicle insured and"
                " in good order.",
            ),
            _section(
                "At the end",
                "I return the vehicle, buy it, or ask to keep it month by month. I owe the miles"
                " above the allowance, wear that is more than normal, and the disposition fee"
                " if I return it.",
            ),
        ],
        "signed": _signed(agreed),
    }


def lease_disclosure(agreed: Agreed, terms: LeaseTerms) -> dict[str, Any]:
    """Return the content of the segregated disclosures of Regulation M, 12 CFR 1013.4."""
    monthly = terms.monthly_payment
    other = terms.disposition_fee
    total = lease.total_of_payments(
        due_at_signing=monthly,
        refundable=0,
        monthly_payments=terms.term * monthly,
        paid_at_signing=monthly,
        other_charges=other,
    )
    return {
        "says": SAYS,
        "facts": _parties(agreed),
        "boxes": [
            ["Due at signing", dollars(monthly), "The first monthly payment."],
            ["Monthly payments", dollars(monthly), f"{terms.term} of them, one at signing."],
            ["Other charges", dollars(other), "Disposition fee, if the vehicle is not bought."],
            ["Total of payments", dollars(total), "What will have been paid by the end."],
        ],
        **_how_worked_out(terms),
        "sections": [
            _section(
                "Early termination",
                "You may have to pay a substantial charge if you end this lease early. The charge"
                " may be up to several thousand dollars. The earlier you end the lease, the greater"
                " this charge is likely to be.",
            ),
            _section(
                "Excessive wear and use",
                "You may be charged for excessive wear based on our standards for normal use, and"
                f" for miles above {terms.miles_allowed:,} at {dollars(terms.excess_mile_rate)} a"
                " mile.",
            ),
            _section("Purchase option at the end", _purchase(terms)),
        ],
    }


def privacy_notice(names: Sequence[str]) -> dict[str, Any]:
    """Return the content of the privacy notice at the start of the relation (1016.4)."""
    return {
        "says": SAYS,
        "facts": [["For", " and ".join(names)], ["From", settings.brand.legal_entity]],
        "sections": [
            {"title": each.title, "words": list(each.paragraphs)}
            for each in agreements.PRIVACY.filled().sections
        ],
    }


def _parties(agreed: Agreed) -> list[list[str]]:
    return [
        ["Signed by", " and ".join(agreed.names)],
        ["Signed on", _day(agreed.signed_on)],
        ["Contract", agreed.contract],
        ["Vehicle", agreed.vehicle],
        ["VIN", agreed.vin],
    ]


def _section(title: str, *words: str) -> dict[str, Any]:
    return {"title": title, "words": [each for each in words if each]}


def _order(terms: LoanTerms) -> str:
    return ", ".join(each.value.replace("_", " ") for each in terms.application_order)


def _late(rule: LateChargeRule) -> str:
    if rule.percent is None and not rule.flat:
        return "There is no late charge."
    how = f"{percent(rule.percent)} of the payment" if rule.percent else dollars(rule.flat or 0)
    return f"A payment that is more than {rule.grace_days} days late costs {how}, once."


def _schedule(payments: Sequence[tuple[date, Cents]]) -> list[list[str]]:
    """Return equal payments that follow each other as one line."""
    lines = list[list[str]]()
    for amount, those in groupby(payments, key=lambda each: each[1]):
        days = [on for on, _ in those]
        due = _day(days[0]) if len(days) == 1 else f"Monthly from {_day(days[0])}"
        lines.append([str(len(days)), dollars(amount), due])
    return lines


def _how_worked_out(terms: LeaseTerms) -> dict[str, Any]:
    """Return how the payment comes about; nothing where the lease does not say what from."""
    basis = lease_end.yield_of(terms)
    if basis is None:
        return {}
    rent = lease.total_rent(basis)
    value = basis.adjusted_capitalized_cost
    fall = value - basis.residual_value
    return {
        "figures_title": "How the monthly payment is determined",
        "figures": [
            ["Adjusted capitalized cost", dollars(value)],
            ["Residual value, taken off", dollars(-basis.residual_value)],
            ["Depreciation and amortized amounts", dollars(fall)],
            ["Rent charge", dollars(rent)],
            [f"Total of {terms.term} base payments", dollars(fall + rent)],
            ["Base monthly payment", dollars(terms.base_monthly_payment)],
            ["Monthly tax", dollars(terms.monthly_tax)],
            ["Monthly payment", dollars(terms.monthly_payment), "total"],
        ],
    }


def _purchase(terms: LeaseTerms) -> str:
    if terms.residual_value is None:
        return "You have no option to buy the vehicle at the end of this lease."
    fee = dollars(terms.purchase_option_fee)
    return (
        f"You have an option to buy the vehicle at the end for {dollars(terms.residual_value)},"
        f" and a purchase option fee of {fee}, plus taxes and official fees."
    )


def _signed(agreed: Agreed) -> list[str]:
    return [f"Signed by {each} on {_day(agreed.signed_on)}." for each in agreed.names]


def _day(on: date) -> str:
    return format_date(on, "MMMM d, y", locale="en_US")
