"""What a monthly statement says, ready to be set: from figures to words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.rates import percent
from finance_portal.domain.statement import Paid, Statement
from finance_portal.services.contracts import File
from finance_portal.services.flags import NONE, Restrictions
from finance_portal.services.history import Activity
from finance_portal.services.leases import LeaseFigures
from finance_portal.settings import settings

TEMPLATE = "statement-1"
NOTHING = "\u2013"
FIGURES = ("owed", "balance", "activity", "years")
"""What a statement says in figures: when one of these no longer holds, it is corrected."""

LOAN_HEAD = ("Date", "What", "Amount", "Interest", "Principal", "Fees", "Balance")
LEASE_HEAD = ("Date", "What", "Amount", "Fees", "Left to pay")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a statement is written from."""

    file: File
    statement: Statement
    activity: Sequence[Activity]  # of the period, in the order of entry
    names: tuple[str, ...]
    lease: LeaseFigures | None
    autopay: tuple[date, Cents] | None  # the next debit, if it is known
    restricted: Restrictions = NONE  # what may not be asked for today (1.22)

    @property
    def is_lease(self) -> bool:
        """Tell whether it is a lease, which bears no interest."""
        return self.file.terms.lease is not None


@lru_cache(maxsize=4_096)  # many statements, few days
def long_date(day: date) -> str:
    """Return "December 1, 2026"."""
    return format_date(day, "MMMM d, y", locale="en_US")


@lru_cache(maxsize=4_096)
def short_date(day: date) -> str:
    """Return "Dec 1, 2026"."""
    return format_date(day, "MMM d, y", locale="en_US")


def title_of(statement: Statement) -> str:
    """Return the title of a statement."""
    return f"Statement of {long_date(statement.period.stated_on)}"


def content_of(told: Told) -> dict[str, Any]:
    """Return the content of the template: texts as they are shown."""
    statement = told.statement
    return {
        "to": list(told.names),
        "facts": _facts(told),
        "asks": not told.restricted.no_reminders,
        "headline": _headline(told),
        "say": _say(told),
        "owed": _owed(statement),
        "balance": _balance(told),
        "head": list(LEASE_HEAD if told.is_lease else LOAN_HEAD),
        "activity": [_row(each, is_lease=told.is_lease) for each in told.activity],
        "years": [line for paid in statement.paid for line in _year(paid, told)],
        "notes": _notes(told),
        "rights": _rights(has_autopay=told.autopay is not None),
    }


def _facts(told: Told) -> list[list[str]]:
    contract, period = told.file.contract, told.statement.period
    days = f"{short_date(period.start)} to {short_date(period.end)}"
    found = [
        ["Statement date", short_date(period.stated_on)],
        ["Period", days],
        ["Contract", f"••{contract.number_end}"],
        ["Vehicle", contract.vehicle],
        ["VIN ending", contract.vin[-4:]],
    ]
    if told.lease:
        words = "Monthly since" if told.lease.extended_months else "Lease ends"
        return [*found, [words, short_date(told.lease.matures_on)]]
    return [*found, ["Interest rate", percent(told.statement.closing.rate)]]


def _headline(told: Told) -> list[str]:
    """Return what stands largest: what is due, by when. Where nothing may be asked for: that."""
    statement = told.statement
    closing = statement.closing
    if told.restricted.no_reminders:
        return [told.restricted.title, "No payment is asked for"]
    if closing.closed_on is not None:
        return ["Paid in full", long_date(closing.closed_on)]
    if statement.amount_due <= 0:
        return ["Amount due", dollars(0)]
    by = statement.coming.due_on if statement.coming else None
    when = f"Amount due by {long_date(by)}" if by else "Amount due now"
    return [when, dollars(statement.amount_due)]


def _say(told: Told) -> list[str]:
    """Return what to do: nothing, or how much by when, and what follows if it is late."""
    statement = told.statement
    if told.restricted.no_reminders:
        return [told.restricted.words, told.restricted.contact]
    if statement.closing.is_closed:
        return ["Nothing is due any more. Thank you for paying."]
    said = [_draft(statement, told.autopay)] if told.autopay else []
    if statement.amount_due <= 0:
        return [*_next(statement), *said]
    past = sum(each.remaining for each in statement.past_due)
    if past:
        said.append(
            f"{dollars(past)} of it is past due. If you cannot pay it all, please call us or look"
            " at Hardship in the portal: there are ways."
        )
    if statement.late_after:
        said.append(
            f"If the payment is not here by {long_date(statement.late_after)}, a late charge of"
            f" {dollars(statement.late_charge)} is added."
        )
    return said


def _next(statement: Statement) -> list[str]:
    following = statement.closing.next_installment
    if following is None:
        return []
    return [
        (
            f"Nothing is due now. Your next payment, {dollars(following.remaining)}, is due on"
            f" {long_date(following.due_on)}."
        )
    ]


def _draft(statement: Statement, autopay: tuple[date, Cents]) -> str:
    on, amount = autopay
    said = f"{dollars(amount)} will be drafted on {long_date(on)} by autopay."
    return f"Do not pay: {said}" if amount >= statement.amount_due else said


def _owed(statement: Statement) -> list[list[str]]:
    """Return how the amount due is made up, with its total."""
    closing = statement.closing
    lines = [
        *(
            (f"Installment of {short_date(each.due_on)}, past due", each.remaining)
            for each in statement.past_due
        ),
        *(
            (f"Installment of {short_date(each.due_on)}", each.remaining)
            for each in statement.due
            if each not in statement.past_due
        ),
        ("Late charges", closing.late_charges),
        ("Returned payment fees", closing.returned_fees),
        ("Other fees", closing.other_fees),
        ("Received before and held for this payment", -statement.held),
    ]
    shown = [[words, dollars(amount)] for words, amount in lines if amount]
    return [*shown, ["Amount due", dollars(statement.amount_due), "total"]]


def _balance(told: Told) -> list[list[str]]:
    """Return what was owed at the start, what changed it, and what was owed at the end."""
    statement, period = told.statement, told.statement.period
    closing = statement.closing
    paid = sum(each.principal or 0 for each in told.activity)
    other = closing.principal - statement.opening + paid
    name = "Left to pay" if told.is_lease else "Principal"
    lines = [[f"{name} before {short_date(period.start)}", dollars(statement.opening)]]
    if paid:
        lines.append(["Paid in the period", dollars(-paid)])
    if other:
        lines.append(["Other changes", dollars(other)])
    end = short_date(period.end)
    lines.append([f"{name} on {end}", dollars(closing.principal), "total"])
    if not told.is_lease:
        lines.append([f"Interest owed through {end}", dollars(closing.accrued_interest)])
        lines.append(["Interest for each further day", f"${per_diem_text(closing.per_diem)}"])
    if closing.credit_balance:
        lines.append(["Credit that we owe you", dollars(closing.credit_balance)])
    return lines


def _row(each: Activity, *, is_lease: bool) -> list[str]:
    title = f"{each.title}, returned later" if each.status == "returned" else each.title
    amounts = [each.amount, each.interest, each.principal, each.fees, each.balance_after]
    if is_lease:
        amounts = [each.amount, each.fees, each.balance_after]
    return [short_date(each.on), title, *(_amount(amount) for amount in amounts)]


def _amount(amount: Cents | None) -> str:
    return NOTHING if amount is None else dollars(amount)


def _year(paid: Paid, told: Told) -> list[list[str]]:
    if told.is_lease:
        whole = [(f"Paid in {paid.year}", paid.principal), (f"Fees in {paid.year}", paid.fees)]
    else:
        whole = [
            (f"Interest paid in {paid.year}", paid.interest),
            (f"Principal paid in {paid.year}", paid.principal),
            (f"Fees paid in {paid.year}", paid.fees),
        ]
    return [[words, dollars(amount)] for words, amount in whole]


def _notes(told: Told) -> list[str]:
    if told.statement.closing.is_closed:
        return ["This contract, its statements and its letters stay in the portal."]
    about = _of_lease(told.lease, told.statement) if told.lease else _of_loan(told)
    return about if told.restricted.no_reminders else [*about, _how_to_pay()]


def _of_loan(told: Told) -> list[str]:
    if told.restricted.no_payoff:
        return ["This is not what pays the contract off, for interest grows every day."]
    said = [
        (
            "This is not what pays the contract off, for interest grows every day. The portal shows"
            " that amount for any day you choose, under Pay off."
        )
    ]
    last = told.statement.closing.installments[-1]
    if last.is_balloon and not last.is_satisfied:
        said.append(
            f"The last payment is a balloon of {dollars(last.remaining)}, due on"
            f" {long_date(last.due_on)}. Please tell us early how you want to pay it."
        )
    return said


def _of_lease(lease: LeaseFigures, statement: Statement) -> list[str]:
    said = [
        (
            "What is left to pay is the sum of your monthly payments. It is not a price of the"
            " vehicle: the portal shows what buying it would cost."
        )
    ]
    miles = lease.miles
    if miles and miles.read_on <= statement.period.stated_on:
        said.append(
            f"Miles: {miles.driven:,} driven by {long_date(miles.read_on)}, {miles.allowed:,}"
            " allowed over the whole lease."
        )
    return said


def _how_to_pay() -> str:
    brand = settings.brand
    return (
        f"Pay in the portal, at {settings.public_origin}, or mail a check to {brand.legal_entity},"
        f" {brand.address}, with the reference of your payment coupon."
    )


def _rights(*, has_autopay: bool) -> list[str]:
    brand = settings.brand
    said = [
        (
            f"Is something wrong here, or not clear? Call us at {brand.support_phone}"
            f" ({brand.support_hours}), or write to {brand.support_email}."
        ),
        (
            f"If you dispute what we report about this contract, write to {brand.legal_entity},"
            f" Disputes, {brand.address}. We answer within 30 days."
        ),
    ]
    if has_autopay:
        said.append(
            "If your bank's statement shows a debit that you did not agree to, tell your bank"
            " within 60 days after it sent that statement, and tell us."
        )
    return said
