"""What a monthly statement says, ready to be set: from figures to words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.rates import percent
from finance_portal.domain.statement import Paid, Statement
from finance_portal.language import long_day, say, sentence, short_day
from finance_portal.services.contracts import File
from finance_portal.services.flags import NONE, Restrictions
from finance_portal.services.history import Activity
from finance_portal.services.leases import LeaseFigures
from finance_portal.settings import settings

TEMPLATE = "statement-1"
NOTHING = "\u2013"
FIGURES = ("owed", "balance", "activity", "years")
"""What a statement says in figures: when one of these no longer holds, it is corrected."""

LOAN_HEAD = (
    sentence("Date"),
    sentence("What"),
    sentence("Amount"),
    sentence("Interest"),
    sentence("Principal"),
    sentence("Fees"),
    sentence("Balance"),
)
LEASE_HEAD = (
    sentence("Date"),
    sentence("What"),
    sentence("Amount"),
    sentence("Fees"),
    sentence("Left to pay"),
)


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
        "head": list(map(say, LEASE_HEAD if told.is_lease else LOAN_HEAD)),
        "activity": [_row(each, is_lease=told.is_lease) for each in told.activity],
        "years": [line for paid in statement.paid for line in _year(paid, told)],
        "notes": _notes(told),
        "rights": _rights(has_autopay=told.autopay is not None),
    }


def _facts(told: Told) -> list[list[str]]:
    contract, period = told.file.contract, told.statement.period
    days = say("{first} to {last}", first=short_day(period.start), last=short_day(period.end))
    found = [
        [say("Statement date"), short_day(period.stated_on)],
        [say("Period"), days],
        [say("Contract"), f"••{contract.number_end}"],
        [say("Vehicle"), contract.vehicle],
        [say("VIN ending"), contract.vin[-4:]],
    ]
    if told.lease:
        words = say("Monthly since") if told.lease.extended_months else say("Lease ends")
        return [*found, [words, short_day(told.lease.matures_on)]]
    return [*found, [say("Interest rate"), percent(told.statement.closing.rate)]]


def _headline(told: Told) -> list[str]:
    """Return what stands largest: what is due, by when. Where nothing may be asked for: that."""
    statement = told.statement
    closing = statement.closing
    if told.restricted.no_reminders:
        return [told.restricted.title, say("No payment is asked for")]
    if closing.closed_on is not None:
        return [say("Paid in full"), long_day(closing.closed_on)]
    if statement.amount_due <= 0:
        return [say("Amount due"), dollars(0)]
    by = statement.coming.due_on if statement.coming else None
    when = say("Amount due by {by}", by=long_day(by)) if by else say("Amount due now")
    return [when, dollars(statement.amount_due)]


def _say(told: Told) -> list[str]:
    """Return what to do: nothing, or how much by when, and what follows if it is late."""
    statement = told.statement
    if told.restricted.no_reminders:
        return [told.restricted.words, told.restricted.contact]
    if statement.closing.is_closed:
        return [say("Nothing is due any more. Thank you for paying.")]
    said = [_draft(statement, told.autopay)] if told.autopay else []
    if statement.amount_due <= 0:
        return [*_next(statement), *said]
    past = sum(each.remaining for each in statement.past_due)
    if past:
        said.append(
            say(
                "{past} of it is past due. If you cannot pay it all, please call us or look "
                "at Hardship in the portal: there are ways.",
                past=dollars(past),
            )
        )
    if statement.late_after:
        said.append(
            say(
                "If the payment is not here by {late_after}, a late charge of {late_charge} "
                "is added.",
                late_after=long_day(statement.late_after),
                late_charge=dollars(statement.late_charge),
            )
        )
    return said


def _next(statement: Statement) -> list[str]:
    following = statement.closing.next_installment
    if following is None:
        return []
    return [
        say(
            "Nothing is due now. Your next payment, {remaining}, is due on {due_on}.",
            remaining=dollars(following.remaining),
            due_on=long_day(following.due_on),
        )
    ]


def _draft(statement: Statement, autopay: tuple[date, Cents]) -> str:
    on, amount = autopay
    words = sentence("{amount} will be drafted on {day} by autopay.")
    if amount >= statement.amount_due:
        words = sentence("Do not pay: {amount} will be drafted on {day} by autopay.")
    return say(words, amount=dollars(amount), day=long_day(on))


def _owed(statement: Statement) -> list[list[str]]:
    """Return how the amount due is made up, with its total."""
    closing = statement.closing
    lines = [
        *(
            (
                say("Installment of {due_on}, past due", due_on=short_day(each.due_on)),
                each.remaining,
            )
            for each in statement.past_due
        ),
        *(
            (say("Installment of {due_on}", due_on=short_day(each.due_on)), each.remaining)
            for each in statement.due
            if each not in statement.past_due
        ),
        (say("Late charges"), closing.late_charges),
        (say("Returned payment fees"), closing.returned_fees),
        (say("Other fees"), closing.other_fees),
        (say("Received before and held for this payment"), -statement.held),
    ]
    shown = [[words, dollars(amount)] for words, amount in lines if amount]
    return [*shown, [say("Amount due"), dollars(statement.amount_due), "total"]]


def _balance(told: Told) -> list[list[str]]:
    """Return what was owed at the start, what changed it, and what was owed at the end."""
    statement, period = told.statement, told.statement.period
    closing = statement.closing
    paid = sum(each.principal or 0 for each in told.activity)
    other = closing.principal - statement.opening + paid
    start, end = short_day(period.start), short_day(period.end)
    before = say("Principal before {day}", day=start)
    after = say("Principal on {day}", day=end)
    if told.is_lease:
        before = say("Left to pay before {day}", day=start)
        after = say("Left to pay on {day}", day=end)
    lines = [[before, dollars(statement.opening)]]
    if paid:
        lines.append([say("Paid in the period"), dollars(-paid)])
    if other:
        lines.append([say("Other changes"), dollars(other)])
    lines.append([after, dollars(closing.principal), "total"])
    if not told.is_lease:
        lines.append(
            [say("Interest owed through {end}", end=end), dollars(closing.accrued_interest)]
        )
        lines.append([say("Interest for each further day"), f"${per_diem_text(closing.per_diem)}"])
    if closing.credit_balance:
        lines.append([say("Credit that we owe you"), dollars(closing.credit_balance)])
    return lines


def _row(each: Activity, *, is_lease: bool) -> list[str]:
    title = (
        say("{title}, returned later", title=each.title)
        if each.status == "returned"
        else each.title
    )
    amounts = [each.amount, each.interest, each.principal, each.fees, each.balance_after]
    if is_lease:
        amounts = [each.amount, each.fees, each.balance_after]
    return [short_day(each.on), title, *(_amount(amount) for amount in amounts)]


def _amount(amount: Cents | None) -> str:
    return NOTHING if amount is None else dollars(amount)


def _year(paid: Paid, told: Told) -> list[list[str]]:
    if told.is_lease:
        whole = [
            (say("Paid in {year}", year=paid.year), paid.principal),
            (say("Fees in {year}", year=paid.year), paid.fees),
        ]
    else:
        whole = [
            (say("Interest paid in {year}", year=paid.year), paid.interest),
            (say("Principal paid in {year}", year=paid.year), paid.principal),
            (say("Fees paid in {year}", year=paid.year), paid.fees),
        ]
    return [[words, dollars(amount)] for words, amount in whole]


def _notes(told: Told) -> list[str]:
    if told.statement.closing.is_closed:
        return [say("This contract, its statements and its letters stay in the portal.")]
    about = _of_lease(told.lease, told.statement) if told.lease else _of_loan(told)
    return about if told.restricted.no_reminders else [*about, _how_to_pay()]


def _of_loan(told: Told) -> list[str]:
    if told.restricted.no_payoff:
        return [say("This is not what pays the contract off, for interest grows every day.")]
    said = [
        say(
            "This is not what pays the contract off, for interest grows every day. The "
            "portal shows that amount for any day you choose, under Pay off."
        )
    ]
    last = told.statement.closing.installments[-1]
    if last.is_balloon and not last.is_satisfied:
        said.append(
            say(
                "The last payment is a balloon of {remaining}, due on {due_on}. Please tell "
                "us early how you want to pay it.",
                remaining=dollars(last.remaining),
                due_on=long_day(last.due_on),
            )
        )
    return said


def _of_lease(lease: LeaseFigures, statement: Statement) -> list[str]:
    said = [
        say(
            "What is left to pay is the sum of your monthly payments. It is not a price "
            "of the vehicle: the portal shows what buying it would cost."
        )
    ]
    miles = lease.miles
    if miles and miles.read_on <= statement.period.stated_on:
        said.append(
            say(
                "Miles: {driven} driven by {read_on}, {allowed} allowed over the whole lease.",
                driven=f"{miles.driven:,}",
                read_on=long_day(miles.read_on),
                allowed=f"{miles.allowed:,}",
            )
        )
    return said


def _how_to_pay() -> str:
    brand = settings.brand
    return say(
        "Pay in the portal, at {public_origin}, or mail a check to {lender}, {address}, "
        "with the reference of your payment coupon.",
        public_origin=settings.public_origin,
        lender=brand.legal_entity,
        address=brand.address,
    )


def _rights(*, has_autopay: bool) -> list[str]:
    brand = settings.brand
    said = [
        say(
            "Is something wrong here, or not clear? Call us at {phone} ({hours}), or "
            "write to {email}.",
            phone=brand.support_phone,
            hours=say(brand.support_hours),
            email=brand.support_email,
        ),
        say(
            "If you dispute what we report about this contract, write to {lender}, "
            "Disputes, {address}. We answer within 30 days.",
            lender=brand.legal_entity,
            address=brand.address,
        ),
    ]
    if has_autopay:
        said.append(
            say(
                "If your bank's statement shows a debit that you did not agree to, tell your "
                "bank within 60 days after it sent that statement, and tell us."
            )
        )
    return said
