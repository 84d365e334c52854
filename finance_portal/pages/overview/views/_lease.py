"""What only a lease shows: payments left, its three figures, and miles."""

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import say, say_number
from finance_portal.pages.overview.views._shapes import Figure, Hero, MilesView
from finance_portal.services.accounts import Account
from finance_portal.services.leases import LeaseFigures, Miles
from finance_portal.services.workings import Lines, Workings
from finance_portal.ui import wording
from finance_portal.ui.standing import standing
from finance_portal.ui.surfaces import Fact


def hero(account: Account, lease: LeaseFigures) -> Hero:
    """Return how many payments are left, of how many."""
    status, tone = standing(account)
    percent = 100 * lease.payments_made // account.term
    ended = lease.ended_on is not None or lease.matures_on <= account.as_of
    day = wording.long_date(lease.matures_on)
    if lease.was_bought:
        status = say("Bought")
    elif lease.ended_on:
        status = say("Returned")
    elif not lease.payments_left:
        status = say("All payments made")
    return Hero(
        vehicle=account.vehicle,
        vin=say("VIN ending {ending}", ending=account.vin_ending),
        label=say("Payments left"),
        count=str(lease.payments_left),
        count_of=say("of {term}", term=account.term),
        status=status,
        tone=tone,
        percent=percent,
        progress=say_number(lease.payments_made, "{number} payment made", "{number} payments made"),
        whole=say("ended {day}", day=day) if ended else say("ends {day}", day=day),
        facts=[
            Fact(say("Monthly payment"), dollars(account.installment_amount)),
            Fact(say("Left to pay"), dollars(lease.remaining_payments)),
            Fact(
                say("Lease ended") if ended else say("Lease ends"),
                wording.distance(account.as_of, lease.matures_on),
            ),
        ],
    )


def figures(account: Account, lease: LeaseFigures, workings: Workings) -> list[Figure]:
    """Return the three figures of a lease, each with the question that it answers (R14.6).

    On a hold there are none: no price is quoted (R10.4).
    """
    if account.restricted.no_payoff:
        return []
    ends = wording.long_date(lease.matures_on)
    fee = dollars(lease.disposition_fee)
    return [
        Figure(
            say("Keep paying to the end"),
            dollars(lease.remaining_payments),
            say_number(
                lease.payments_left,
                "{number} payment of {amount}. Returning the vehicle then costs a"
                " disposition fee of {fee}.",
                "{number} payments of {amount}. Returning the vehicle then costs a"
                " disposition fee of {fee}.",
                amount=dollars(account.installment_amount),
                fee=fee,
            ),
            list(workings.remaining),
        ),
        _price(
            say("Buy it now"),
            lease.early_buyout,
            say("Before tax. Falls with each payment date."),
            workings.early_buyout,
        ),
        _price(
            say("Buy it at the end"),
            lease.maturity_buyout,
            say("Before tax, on {ends}.", ends=ends),
            workings.maturity_buyout,
        ),
    ]


def miles_driven(miles: Miles, lines: Lines) -> MilesView:
    """Return the distance driven against the distance allowed."""
    read = wording.long_date(miles.read_on)
    over = (
        say("{miles} over", miles=f"{miles.excess:,}")
        if miles.excess
        else say("Within the allowance")
    )
    note = say("At this pace you stay within your miles, and nothing is owed for them.")
    if miles.excess:
        cost = dollars(miles.charge)
        note = say(
            "At this pace you would end {excess} miles over, which costs {cost}.",
            excess=f"{miles.excess:,}",
            cost=cost,
        )
    return MilesView(
        percent=min(100, 100 * miles.driven // max(miles.allowed, 1)),
        driven=say("{miles} miles", miles=f"{miles.driven:,}"),
        allowed=say("of {allowed} allowed", allowed=f"{miles.allowed:,}"),
        facts=[
            Fact(say("Odometer {read}", read=read), f"{miles.odometer:,}"),
            Fact(say("Projected at the end"), f"{miles.projected:,}"),
            Fact(say("Projection"), over),
        ],
        note=note,
        working=list(lines),
    )


def _price(question: str, price: Cents | None, note: str, lines: Lines) -> Figure:
    if price is None:
        return Figure(question, say("Please call"), say("We work it out for you on the telephone."))
    return Figure(question, dollars(price), note, list(lines))
