"""What only a loan shows: principal, payoff, balloon, the balance over time."""

from finance_portal.domain.calendar import next_banking_day
from finance_portal.domain.cents import dollars
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
        vin=f"VIN ending {account.vin_ending}",
        label="Principal balance",
        amount=dollars(account.principal),
        status=status,
        tone=tone,
        percent=percent,
        progress=f"{percent}% repaid",
        whole=f"of {dollars(account.amount_financed)}",
        facts=_facts(account),
    )


def _facts(account: Account) -> list[Fact]:
    rate = Fact("Rate", account.rate)
    if account.closed_on:
        return [rate, Fact("Paid off", wording.long_date(account.closed_on))]
    payoff_today = Fact("Payoff today", dollars(account.payoff_today))
    return [
        *([] if account.restricted.no_payoff else [payoff_today]),
        rate,
        Fact("Payments left", _payments_left(account)),
        Fact("Paid off by", wording.month_of(account.maturity_on)),
    ]


def balloon(account: Account) -> str:
    """Return what to know of the balloon, or nothing for a loan without one."""
    if account.balloon is None:
        return ""
    due_on = account.balloon.due_on
    said = (
        f"Balloon: {dollars(account.balloon.amount)} due {wording.weekday_date(due_on)},"
        f" {wording.distance(account.as_of, due_on)}. It is your last payment and not part of the"
        " monthly one."
    )
    on_time = next_banking_day(due_on)
    if on_time != due_on:
        said += (
            f" Banks are closed that day: paid by {wording.weekday_date(on_time)} it is on time."
        )
    return said


def payoff(account: Account) -> list[Line]:
    """Return what closes the loan today, line by line."""
    return [
        Line("Principal balance", dollars(account.principal)),
        Line("Interest to today", dollars(account.accrued_interest)),
        *fees(account),
        Line("Payoff today", dollars(account.payoff_today), is_total=True),
    ]


def payoff_notes(account: Account) -> list[str]:
    """Return why the payoff is not the balance, and what it is in ten days."""
    through = wording.long_date(account.payoff_good_through)
    daily = f"${account.per_diem} a day"
    why = f"From tomorrow it is more than the balance: interest accrues daily, {daily}."
    if account.payoff_today > account.principal:
        why = f"It is more than the balance because interest accrues daily: {daily}."
    return [
        why,
        f"Paid by {through} it will be at most {dollars(account.payoff_ten_day)}.",
    ]


def workings(account: Account, found: Workings) -> list[Opened]:
    """Return how the figures around the payoff were worked out, each with its name."""
    through = wording.long_date(account.payoff_good_through)
    named = (
        ("Payoff today", found.payoff),
        ("Interest to today", found.interest),
        (f"Payoff by {through}", found.payoff_later),
        ("Interest a day", found.per_diem),
        ("Interest forgiven in service", found.forgiven),
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
        return f"{account.installments_left - 1} + balloon"
    return f"{account.installments_left} of {account.term}"
