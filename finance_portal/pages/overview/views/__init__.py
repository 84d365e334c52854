"""What the overview says of a contract: service figures in, display-ready words out. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from finance_portal.domain.cents import dollars
from finance_portal.domain.rights import Right
from finance_portal.language import say
from finance_portal.pages.overview.views import _lease, _loan
from finance_portal.pages.overview.views._due import due
from finance_portal.pages.overview.views._news import news
from finance_portal.pages.overview.views._shapes import (
    Applied,
    ComingView,
    Due,
    Figure,
    Hero,
    MilesView,
    NewsView,
    Opened,
    Overview,
)
from finance_portal.services.accounts import Account, LastPayment
from finance_portal.services.documents import Line
from finance_portal.services.leases import LeaseFigures
from finance_portal.services.tracker import Tracked
from finance_portal.services.workings import Workings
from finance_portal.ui import wording
from finance_portal.ui.money import split

__all__ = [
    "Applied",
    "ComingView",
    "Due",
    "Figure",
    "Hero",
    "MilesView",
    "NewsView",
    "Opened",
    "Overview",
    "overview",
]

NO_WORKINGS = Workings()


def overview(
    account: Account,
    workings: Workings = NO_WORKINGS,
    asked: Sequence[Tracked] = (),
    papers: Sequence[Line] = (),
) -> Overview:
    """Return everything the overview shows of a contract, as of its day."""
    shared = Overview(
        due=replace(_due(account), working=list(workings.due)),
        pending=_pending(account),
        news=news(account, asked, papers),
        applied=replace(_applied(account.last_payment), working=list(workings.last_payment)),
        has_payment=account.last_payment is not None,
    )
    if account.lease is not None:
        return _of_lease(shared, account, account.lease, workings)
    return _of_loan(shared, account, workings)


def _due(account: Account) -> Due:
    """Return what is due; on a hold nobody is asked to catch up (1.22)."""
    shown = due(account)
    if account.past_due and account.restricted.read_only:
        return replace(shown, title=say("Open on this contract"), notes=[])
    return _shared(shown, account) if account.access.is_delegated else shown


def _shared(shown: Due, account: Account) -> Due:
    """Leave out what a delegate may not do; what will be paid by itself they may know."""
    coming = [each.words for each in shown.coming]
    plain = replace(
        shown, coming=[], notes=[*coming, *shown.notes], promised="", help_words="", help_href=""
    )
    if account.access.allows(Right.PAY) and account.next_due_on is not None:
        return plain
    return replace(plain, action="", href="", other_href="", is_covered=False)


def _of_loan(shared: Overview, account: Account, workings: Workings) -> Overview:
    return replace(
        shared,
        hero=replace(_loan.hero(account), working=list(workings.principal)),
        payoff_workings=_loan.workings(account, workings),
        balloon=_loan.balloon(account),
        payoff=_loan.payoff(account),
        payoff_notes=_loan.payoff_notes(account),
        is_open=account.closed_on is None and not account.restricted.no_payoff,
        has_chart=True,
        chart=_loan.chart(account),
    )


def _of_lease(
    shared: Overview, account: Account, lease: LeaseFigures, workings: Workings
) -> Overview:
    return replace(
        shared,
        hero=_lease.hero(account, lease),
        figures=_lease.figures(account, lease, workings),
        has_figures=not account.restricted.no_payoff,
        is_lease=True,
        has_miles=lease.miles is not None,
        miles=_lease.miles_driven(lease.miles, workings.miles) if lease.miles else shared.miles,
    )


def _pending(account: Account) -> list[str]:
    return [
        say(
            "{amount} by {method} is on its way, expected {expected_on}. The "
            "figures here do not include it yet.",
            amount=dollars(payment.amount),
            method=payment.method,
            expected_on=wording.weekday_date(payment.expected_on),
        )
        for payment in account.pending
    ]


def _applied(last: LastPayment | None) -> Applied:
    if last is None:
        return Applied()
    credit = last.amount - last.principal - last.interest - last.fees  # more than was owed
    left = dollars(last.balance_after)
    after = say("After it {left} was left to pay.", left=left)
    if last.interest:
        after = say(
            "Interest is taken first, the rest lowers the balance: {left} was left to pay.",
            left=left,
        )
    return Applied(
        amount=dollars(last.amount),
        on=wording.long_date(last.on),
        parts=split(
            principal=last.principal, interest=last.interest, fees=last.fees, credit=credit
        ),
        after=after,
    )
