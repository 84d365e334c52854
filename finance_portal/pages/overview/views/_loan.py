"""What only a loan shows: principal, payoff, balloon, the balance over time."""

from finance_portal.domain.calendar import next_banking_day
from finance_portal.domain.cents import dollars
from finance_portal.language import say
from finance_portal.pages.overview.views._due import fees
from finance_portal.pages.overview.views._shapes import Hero, Opened
from finance_portal.services.accounts import Account
from finance_portal.services.workings import Workings
from finance_portal.ui import wording
from finance_portal.ui.chart import Chart, balance_chart
from finance_portal.ui.standing import standing
from finance_portal.ui.surfaces import Fact, Line


def hero(account: Account) -> Hero:
    """Return the principal balance, and how much of the loan is repaid."""
    status, tone = standing(account)
    repaid = account.amount_financed - account.principal
    percent = 100 * repaid // account.amount_financed
    return Hero(
        vehicle=account.vehicle,
        vin=say("VIN ending {ending}", ending=account.vin_ending),
        label=say("Principal balance"),
        amount=dollars(account.principal),
        status=status,
        tone=tone,
        percent=percent,
        progress=say("{percent}% repaid", percent=percent),
        whole=say("of {amount_financed}", amount_financed=dollars(account.amount_financed)),
        facts=_facts(account),
    )


def _facts(account: Account) -> list[Fact]:
    rate = Fact(say("Rate"), account.rate)
    if account.closed_on:
        return [rate, Fact(say("Paid off"), wording.long_date(account.closed_on))]
    payoff_today = Fact(say("Payoff today"), dollars(account.payoff_today))
    return [
        *([] if account.restricted.no_payoff else [payoff_today]),
        rate,
        Fact(say("Payments left"), _payments_left(account)),
        Fact(say("Paid off by"), wording.month_of(account.maturity_on)),
    ]


def balloon(account: Account) -> str:
    """Return what to know of the balloon, or nothing for a loan without one."""
    if account.balloon is None:
        return ""
    due_on = account.balloon.due_on
    said = say(
        "Balloon: {amount} due {due_on}, {distance}. It is your last payment and "
        "not part of the monthly one.",
        amount=dollars(account.balloon.amount),
        due_on=wording.weekday_date(due_on),
        distance=wording.distance(account.as_of, due_on),
    )
    on_time = next_banking_day(due_on)
    if on_time == due_on:
        return said
    closed = say(
        "Banks are closed that day: paid by {on_time} it is on time.",
        on_time=wording.weekday_date(on_time),
    )
    return f"{said} {closed}"


def payoff(account: Account) -> list[Line]:
    """Return what closes the loan today, line by line."""
    return [
        Line(say("Principal balance"), dollars(account.principal)),
        Line(say("Interest to today"), dollars(account.accrued_interest)),
        *fees(account),
        Line(say("Payoff today"), dollars(account.payoff_today), is_total=True),
    ]


def payoff_notes(account: Account) -> list[str]:
    """Return why the payoff is not the balance, and what it is in ten days."""
    through = wording.long_date(account.payoff_good_through)
    daily = f"${account.per_diem}"
    why = say(
        "From tomorrow it is more than the balance: interest accrues daily, {daily} a day.",
        daily=daily,
    )
    if account.payoff_today > account.principal:
        why = say(
            "It is more than the balance because interest accrues daily: {daily} a day.",
            daily=daily,
        )
    return [
        why,
        say(
            "Paid by {through} it will be at most {payoff_ten_day}.",
            through=through,
            payoff_ten_day=dollars(account.payoff_ten_day),
        ),
    ]


def workings(account: Account, found: Workings) -> list[Opened]:
    """Return how the figures around the payoff were worked out, each with its name."""
    through = wording.long_date(account.payoff_good_through)
    named = (
        (say("Payoff today"), found.payoff),
        (say("Interest to today"), found.interest),
        (say("Payoff by {through}", through=through), found.payoff_later),
        (say("Interest a day"), found.per_diem),
        (say("Interest forgiven in service"), found.forgiven),
    )
    return [Opened(title, list(lines)) for title, lines in named if lines]


def chart(account: Account) -> Chart:
    """Return the balance over time, up to today and on."""
    today = (account.as_of, account.principal)
    return balance_chart(
        [*account.balance_history, today],
        account.projected,
        today=account.as_of,
        usual=account.installment_amount,
    )


def _payments_left(account: Account) -> str:
    if account.balloon:
        return say("{number} + balloon", number=account.installments_left - 1)
    return say("{number} of {term}", number=account.installments_left, term=account.term)
