"""What is to be paid next, and why it is this much."""

from dataclasses import replace
from datetime import date
from typing import Any

from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.lease_end import MONTHS_WITHOUT_NEW_DISCLOSURES
from finance_portal.language import say, say_number, sentence
from finance_portal.pages.overview.views._shapes import ComingView, Due
from finance_portal.services.accounts import Account
from finance_portal.services.leases import LeaseFigures
from finance_portal.services.relief.promises import Promised
from finance_portal.ui import routes, wording
from finance_portal.ui.surfaces import Line

SOON = 10  # days
COMES = {  # by autopay, or as the borrower planned it
    True: sentence("Autopay takes {amount} on {day}."),
    False: sentence("You scheduled {amount} for {day}."),
}
WHY = {  # of a lease, and of a loan: it bears interest
    "paid_ahead": (
        sentence("Everything due before {day} is already paid."),
        sentence("Everything due before {day} is already paid. Interest still accrues daily."),
    ),
    "first_bill": (
        sentence("Nothing is due before {day}."),
        sentence("Nothing is due before {day}. Interest has accrued since the contract began."),
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
            shown, action="", tone="calm", chip=say("For information"), help_href="", promised=""
        )
    return _covered(shown) if account.is_covered else shown


def coming(account: Account) -> list[ComingView]:
    """Say what will be paid without another click."""
    return [
        ComingView(
            words=say(
                COMES[each.is_autopay], amount=dollars(each.amount), day=wording.long_date(each.on)
            ),
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
        (say("Late charge"), account.late_charges),
        (say("Returned-payment fee"), account.returned_fees),
        (say("Other fees"), account.other_fees),
    )
    return [Line(label, dollars(amount)) for label, amount in named if amount]


def _promised(promised: Promised) -> str:
    day = wording.weekday_date(promised.on)
    return say(
        "You promised {amount} by {day}. It is not a payment yet.",
        amount=dollars(promised.amount),
        day=day,
    )


def _covered(shown: Due) -> Due:
    """Say that what is on its way pays it, so that nobody pays it twice."""
    return replace(
        shown,
        chip=say("Paid, on its way"),
        tone="info",
        notes=[say("What is on its way covers this. You need not pay it again.")],
    )


def _nothing_due(account: Account) -> Due:
    if account.lease is not None and account.closed_on is None:
        return _all_paid(account, account.lease)
    notes = [say("Your history stays here for as long as you need it.")]
    if account.credit_balance:
        more = dollars(account.credit_balance)
        notes.insert(
            0,
            say("You paid {more} more than was owed. We refund it once it has cleared.", more=more),
        )
    return Due(
        title=say("Nothing left to pay"),
        amount=dollars(0),
        when=_closed(account),
        notes=notes,
        action=say("What happens now"),
        href=routes.of_account(routes.AFTER_PAYOFF, account.ref),
    )


def _closed(account: Account) -> str:
    if account.closed_on is None:
        return ""
    day = wording.long_date(account.closed_on)
    if account.lease is None:
        return say("Paid off {day}", day=day)
    if account.lease.was_bought:
        return say("Bought {day}", day=day)
    return say("Lease ended {day}", day=day)


def _all_paid(account: Account, lease: LeaseFigures) -> Due:
    """Say that a lease goes on after its last payment, until the vehicle is back or bought."""
    until = wording.long_date(lease.runs_through)
    when = say("All payments made. Return the vehicle by {until}.", until=until)
    shown = Due(
        title=say("Nothing left to pay"),
        amount=dollars(0),
        when=say("The vehicle is back") if lease.ended_on else when,
        notes=[say("You can also buy the vehicle, or keep it longer month to month.")],
        coming=coming(account),
        action=say("See your lease end"),
        href=routes.of_account(routes.LEASE_END, account.ref),
    )
    if lease.ended_on:
        notes = [say("You can pay it, or dispute a line.")]
        shown = replace(shown, title=say("Final invoice"), notes=notes)
    if not account.to_cure:
        return shown
    return replace(
        shown,
        title=say("Still open") if lease.ended_on is None else shown.title,
        amount=dollars(account.to_cure),
        lines=[*fees(account), Line(say("Total"), dollars(account.to_cure), is_total=True)],
        is_covered=account.is_covered,
        **_ways_to_pay(account, account.to_cure),
    )


def _past_due(account: Account) -> Due:
    since = account.next_due_on or account.as_of
    missed = Line(
        say("Due since {since}", since=wording.long_date(since)), dollars(account.past_due)
    )
    return Due(
        title=say("To catch up"),
        amount=dollars(account.to_cure),
        when=say("Was due {since}", since=wording.weekday_date(since)),
        chip=say_number(account.days_past_due, "{number} day past due", "{number} days past due"),
        tone="danger",
        lines=[missed, *fees(account), Line(say("Total"), dollars(account.to_cure), is_total=True)],
        coming=coming(account),
        is_covered=account.is_covered,
        help_words=say("Trouble paying it all? See what helps"),
        help_href=routes.of_account(routes.HARDSHIP, account.ref),
        **_ways_to_pay(account, account.to_cure),
    )


def _next_due(account: Account, due_on: date) -> Due:
    is_first = account.standing == "first_bill"
    days = (due_on - account.as_of).days
    return Due(
        title=say("First payment") if is_first else say("Next payment"),
        amount=dollars(account.next_due_amount),
        when=say("Due {due_on}", due_on=wording.weekday_date(due_on)),
        chip=wording.distance(account.as_of, due_on),
        tone="warn" if days <= SOON else "calm",
        lines=_made_of(account),
        coming=coming(account),
        notes=_why_then(account, due_on),
        is_covered=account.is_covered,
        help_words=say("Trouble paying?")
        if account.lease
        else say("Trouble paying, or another due date?"),
        help_href=routes.of_account(routes.HARDSHIP, account.ref),
        **_ways_to_pay(account, account.next_due_amount),
    )


def _ways_to_pay(account: Account, amount: Cents) -> dict[str, Any]:
    href = routes.of_account(routes.PAY, account.ref)
    return {
        "action": say("Pay {amount}", amount=dollars(amount)),
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
            Line(say("Payment"), dollars(account.installment_amount)),
            Line(say("Already paid toward it"), dollars(-paid)),
            Line(say("Still due"), due, is_total=True),
        ]
    if account.to_cure:
        lines += [Line(say("Besides, open fees"), dollars(account.to_cure)), *fees(account)]
    return lines


def _why_then(account: Account, due_on: date) -> list[str]:
    """Return why this much is due on that day, where somebody would ask."""
    said = []
    if account.standing in WHY:
        of_lease, of_loan = WHY[account.standing]
        day = wording.long_date(due_on)
        said.append(say(of_lease if account.lease else of_loan, day=day))
    if account.lease and account.lease.extended_months:
        ended = wording.long_date(account.lease.matures_on)
        said.append(
            say(
                "Your lease ended {ended} and goes on month to month at the same "
                "payment: {extended_months} of at most "
                "{months_without_new_disclosures} months. The miles you may drive did "
                "not grow.",
                ended=ended,
                extended_months=account.lease.extended_months,
                months_without_new_disclosures=MONTHS_WITHOUT_NEW_DISCLOSURES,
            )
        )
    said += _expected_split(account, due_on)
    if account.rate != account.contract_rate:
        said.append(
            say(
                "Your rate is {rate} now instead of {contract_rate}, and your payment "
                "{installment_amount} instead of {signed_installment}.",
                rate=account.rate,
                contract_rate=account.contract_rate,
                installment_amount=dollars(account.installment_amount),
                signed_installment=dollars(account.signed_installment),
            )
        )
    if account.service:
        said.append(
            say(
                "That is because of your service since {since}. {forgiven} of interest "
                "is forgiven so far: you never owe it. There are no late charges.",
                since=wording.long_date(account.service.since),
                forgiven=dollars(account.service.forgiven),
            )
        )
    return said


def _expected_split(account: Account, due_on: date) -> list[str]:
    """Return where the next payment would go, from the projection of the contract."""
    following = next((balance for on, balance in account.projected if on == due_on), None)
    if following is None or account.lease or account.already_paid_toward_next:
        return []
    principal = account.principal - following
    lowers, interest = dollars(principal), dollars(account.next_due_amount - principal)
    return [
        say(
            "Paid that day, {lowers} lowers the balance and {interest} is interest.",
            lowers=lowers,
            interest=interest,
        )
    ]
