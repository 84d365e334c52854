"""What is to be paid next, and why it is this much."""

from dataclasses import replace
from datetime import date
from typing import Any

from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.lease_end import MONTHS_WITHOUT_NEW_DISCLOSURES
from finance_portal.pages.overview.views._shapes import ComingView, Due
from finance_portal.services.accounts import Account
from finance_portal.services.leases import LeaseFigures
from finance_portal.services.relief.promises import Promised
from finance_portal.ui import routes, wording
from finance_portal.ui.surfaces import Line

SOON = 10  # days
WHY = {
    "paid_ahead": ("Everything due before {day} is already paid.", "Interest still accrues daily."),
    "first_bill": (
        "Nothing is due before {day}.",
        "Interest has accrued since the contract began.",
    ),
}


def due(account: Account) -> Due:
    """Return what to show of the next payment."""
    if account.next_due_on is None:
        return _nothing_due(account)
    shown = _past_due(account) if account.past_due else _next_due(account, account.next_due_on)
    if account.promised:
        shown = replace(shown, promised=_promised(account.promised))
    if account.restricted.read_only:
        return replace(
            shown, action="", tone="calm", chip="For information", help_href="", promised=""
        )
    return _covered(shown) if account.is_covered else shown


def coming(account: Account) -> list[ComingView]:
    """Say what will be paid without another click."""
    return [
        ComingView(
            words=f"{'Autopay takes' if each.is_autopay else 'You scheduled'}"
            f" {dollars(each.amount)} {'on' if each.is_autopay else 'for'}"
            f" {wording.long_date(each.on)}.",
            href=routes.of_account(
                routes.AUTOPAY if each.is_autopay else routes.SCHEDULED, account.ref
            ),
            is_autopay=each.is_autopay,
        )
        for each in account.coming
    ]


def fees(account: Account) -> list[Line]:
    """Return the open charges and fees, each with its name."""
    named = (
        ("Late charge", account.late_charges),
        ("Returned-payment fee", account.returned_fees),
        ("Other fees", account.other_fees),
    )
    return [Line(label, dollars(amount)) for label, amount in named if amount]


def _promised(promised: Promised) -> str:
    day = wording.weekday_date(promised.on)
    return f"You promised {dollars(promised.amount)} by {day}. It is not a payment yet."


def _covered(shown: Due) -> Due:
    """Say that what is on its way pays it, so that nobody pays it twice."""
    return replace(
        shown,
        chip="Paid, on its way",
        tone="info",
        notes=["What is on its way covers this. You need not pay it again."],
    )


def _nothing_due(account: Account) -> Due:
    if account.lease is not None and account.closed_on is None:
        return _all_paid(account, account.lease)
    notes = ["Your history stays here for as long as you need it."]
    if account.credit_balance:
        more = dollars(account.credit_balance)
        notes.insert(0, f"You paid {more} more than was owed. We refund it once it has cleared.")
    return Due(
        title="Nothing left to pay",
        amount=dollars(0),
        when=_closed(account),
        notes=notes,
        action="What happens now",
        href=routes.of_account(routes.AFTER_PAYOFF, account.ref),
    )


def _closed(account: Account) -> str:
    if account.closed_on is None:
        return ""
    lease = account.lease
    word = "Paid off" if lease is None else "Bought" if lease.was_bought else "Lease ended"
    return f"{word} {wording.long_date(account.closed_on)}"


def _all_paid(account: Account, lease: LeaseFigures) -> Due:
    """Say that a lease goes on after its last payment, until the vehicle is back or bought."""
    until = wording.long_date(lease.runs_through)
    when = f"All payments made. Return the vehicle by {until}."
    shown = Due(
        title="Nothing left to pay",
        amount=dollars(0),
        when="The vehicle is back" if lease.ended_on else when,
        notes=["You can also buy the vehicle, or keep it longer month to month."],
        coming=coming(account),
        action="See your lease end",
        href=routes.of_account(routes.LEASE_END, account.ref),
    )
    if lease.ended_on:
        shown = replace(shown, title="Final invoice", notes=["You can pay it, or dispute a line."])
    if not account.to_cure:
        return shown
    return replace(
        shown,
        title="Still open" if lease.ended_on is None else shown.title,
        amount=dollars(account.to_cure),
        lines=[*fees(account), Line("Total", dollars(account.to_cure), is_total=True)],
        is_covered=account.is_covered,
        **_ways_to_pay(account, account.to_cure),
    )


def _past_due(account: Account) -> Due:
    since = account.next_due_on or account.as_of
    missed = Line(f"Due since {wording.long_date(since)}", dollars(account.past_due))
    return Due(
        title="To catch up",
        amount=dollars(account.to_cure),
        when=f"Was due {wording.weekday_date(since)}",
        chip=f"{wording.plural(account.days_past_due, 'day')} past due",
        tone="danger",
        lines=[missed, *fees(account), Line("Total", dollars(account.to_cure), is_total=True)],
        coming=coming(account),
        is_covered=account.is_covered,
        help_words="Trouble paying it all? See what helps",
        help_href=routes.of_account(routes.HARDSHIP, account.ref),
        **_ways_to_pay(account, account.to_cure),
    )


def _next_due(account: Account, due_on: date) -> Due:
    is_first = account.standing == "first_bill"
    days = (due_on - account.as_of).days
    return Due(
        title="First payment" if is_first else "Next payment",
        amount=dollars(account.next_due_amount),
        when=f"Due {wording.weekday_date(due_on)}",
        chip=wording.distance(account.as_of, due_on),
        tone="warn" if days <= SOON else "calm",
        lines=_made_of(account),
        coming=coming(account),
        notes=_why_then(account, due_on),
        is_covered=account.is_covered,
        help_words="Trouble paying, or another due date?",
        help_href=routes.of_account(routes.HARDSHIP, account.ref),
        **_ways_to_pay(account, account.next_due_amount),
    )


def _ways_to_pay(account: Account, amount: Cents) -> dict[str, Any]:
    href = routes.of_account(routes.PAY, account.ref)
    return {
        "action": f"Pay {dollars(amount)}",
        "href": href,
        "other_href": f"{href}&{routes.CHOICE}=other",
    }


def _made_of(account: Account) -> list[Line]:
    """Return what the amount is made of, where it is not simply the installment."""
    due = dollars(account.next_due_amount)
    paid = account.already_paid_toward_next
    lines = []
    if paid:
        lines = [
            Line("Payment", dollars(account.installment_amount)),
            Line("Already paid toward it", dollars(-paid)),
            Line("Still due", due, is_total=True),
        ]
    if account.to_cure:
        lines += [Line("Besides, open fees", dollars(account.to_cure)), *fees(account)]
    return lines


def _why_then(account: Account, due_on: date) -> list[str]:
    """Return why this much is due on that day, where somebody would ask."""
    said = []
    if account.standing in WHY:
        why, of_interest = WHY[account.standing]
        why = why.format(day=wording.long_date(due_on))
        said.append(why if account.lease else f"{why} {of_interest}")
    if account.lease and account.lease.extended_months:
        ended = wording.long_date(account.lease.matures_on)
        said.append(
            f"Your lease ended {ended} and goes on month to month at the same payment:"
            f" {account.lease.extended_months} of at most {MONTHS_WITHOUT_NEW_DISCLOSURES} months."
            " The miles you may drive did not grow."
        )
    said += _expected_split(account, due_on)
    if account.rate != account.contract_rate:
        said.append(
            f"Your rate is {account.rate} now instead of {account.contract_rate}, and your payment"
            f" {dollars(account.installment_amount)} instead of"
            f" {dollars(account.signed_installment)}."
        )
    if account.service:
        said.append(
            f"That is because of your service since {wording.long_date(account.service.since)}."
            f" {dollars(account.service.forgiven)} of interest is forgiven so far: you never owe"
            " it. There are no late charges."
        )
    return said


def _expected_split(account: Account, due_on: date) -> list[str]:
    """Return where the next payment would go, from the projection of the contract."""
    following = next((balance for on, balance in account.projected if on == due_on), None)
    if following is None or account.lease or account.already_paid_toward_next:
        return []
    principal = account.principal - following
    lowers, interest = dollars(principal), dollars(account.next_due_amount - principal)
    return [f"Paid that day, {lowers} lowers the balance and {interest} is interest."]
