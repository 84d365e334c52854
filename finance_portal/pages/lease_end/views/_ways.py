"""The ways out of a lease: what each costs, and the three figures that are not the same."""

from finance_portal.domain.cents import ZERO, dollars
from finance_portal.domain.lease_end import Buyout
from finance_portal.language import say, say_number, sentence
from finance_portal.pages.lease_end.views._shapes import Amount, PriceRow, Way
from finance_portal.services.lease_end.outlook import LeaseEnd
from finance_portal.ui.surfaces import Line
from finance_portal.ui.wording import long_date, plural

CALL = sentence("Please call: your contract does not say what the price rests on.")


def ways(seen: LeaseEnd) -> list[Way]:
    """Return to return it, to buy it, to keep it longer."""
    return [_back(seen), _buy(seen), _keep(seen)]


def amounts(seen: LeaseEnd) -> list[Amount]:
    """Return the three figures side by side, each labelled (R14.6)."""
    figures, shown = seen.figures, seen.workings
    return [
        Amount(
            say("Payments left"),
            dollars(figures.remaining_payments),
            say_number(
                figures.payments_left,
                "{number} payment of {monthly}. Pays for driving it, not for the vehicle.",
                "{number} payments of {monthly}. Pays for driving it, not for the vehicle.",
                monthly=dollars(seen.monthly),
            ),
            list(shown.remaining),
        ),
        _price(say("Buyout now"), figures.early_buyout, _now(seen), shown.early),
        _price(
            say("Buyout at the end"),
            figures.maturity_buyout,
            say(
                "On {matures_on}, before tax, after all payments.",
                matures_on=long_date(seen.matures_on),
            ),
            shown.maturity,
        ),
    ]


def prices(seen: LeaseEnd) -> list[PriceRow]:
    """Return the early buyout by date, before tax and without what is past due."""
    return [
        PriceRow(
            say("Through {through}", through=long_date(each.through)),
            plural(each.payments_left, "payment"),
            dollars(before_tax(each.buyout)),
        )
        for each in seen.by_date
    ]


def before_tax(buyout: Buyout) -> int:
    """Return a price with its fee, in cents."""
    return buyout.price + buyout.purchase_option_fee


def _back(seen: LeaseEnd) -> Way:
    figures = seen.figures
    excess = figures.miles.charge if figures.miles else ZERO
    total = figures.remaining_payments + figures.disposition_fee + excess
    left = say_number(
        figures.payments_left,
        "{number} payment of {monthly}",
        "{number} payments of {monthly}",
        monthly=dollars(seen.monthly),
    )
    over = [Line(say("Miles over, at your pace"), dollars(excess))] if excess else []
    return Way(
        "return",
        say("Return it"),
        say("by {runs_through}", runs_through=long_date(seen.runs_through)),
        [
            Line(left, dollars(figures.remaining_payments)),
            Line(say("Disposition fee"), dollars(figures.disposition_fee)),
            *over,
            Line(say("Until then, in all"), dollars(total), is_total=True),
        ],
        say("Wear beyond the guide below is charged after the vehicle is back."),
        _is_planned(seen, "return"),
    )


def _buy(seen: LeaseEnd) -> Way:
    if seen.figures.was_bought:
        return Way("buy", say("Buy it"), say("You bought it"), [], say("It is yours."))
    if seen.early:
        buyout, when = (
            seen.early.buyout,
            say("now, through {day}", day=long_date(seen.early.through)),
        )
    elif seen.at_maturity:
        buyout, when = (
            seen.at_maturity,
            say("at the end, {matures_on}", matures_on=long_date(seen.matures_on)),
        )
    else:
        return Way("buy", say("Buy it"), say("any day"), [], say(CALL), _is_planned(seen, "buy"))
    open_now = [
        Line(words, dollars(amount))
        for words, amount in (
            (say("Due and not paid"), buyout.past_due),
            (say("Charges and fees"), buyout.fees),
            (say("Your security deposit, and what you paid ahead"), -buyout.credit),
        )
        if amount
    ]
    tax = (
        [
            Line(
                say("Sales tax, about {tax_percent}", tax_percent=seen.tax_percent),
                dollars(buyout.tax),
            )
        ]
        if buyout.tax
        else []
    )
    return Way(
        "buy",
        say("Buy it"),
        when,
        [
            Line(say("Price of the vehicle"), dollars(buyout.price)),
            Line(say("Purchase option fee"), dollars(buyout.purchase_option_fee)),
            Line(say("Before tax"), dollars(before_tax(buyout)), is_total=True),
            *open_now,
            *tax,
            Line(say("With tax, about"), dollars(buyout.total), is_total=True),
        ],
        say(
            "The payments left and the disposition fee are then not owed. The "
            "state where you register it decides the tax."
        ),
        _is_planned(seen, "buy"),
        working=list(seen.workings.buying),
        is_payable=seen.pays_buyout and not seen.limits.forbids("buyout"),
    )


def _keep(seen: LeaseEnd) -> Way:
    note = say_number(
        seen.months_left,
        "Up to {number} month more. Your miles stay {allowed}, and nothing else changes.",
        "Up to {number} months more. Your miles stay {allowed}, and nothing else changes.",
        allowed=f"{seen.allowed:,}",
    )
    if not seen.months_left:
        note = say("The 6 months are used. For longer we first send you new disclosures.")
    return Way(
        "extend",
        say("Keep it longer"),
        say("after {runs_through}, month to month", runs_through=long_date(seen.runs_through)),
        [Line(say("Each month, as before"), dollars(seen.monthly), is_total=True)],
        note,
        _is_planned(seen, "extend"),
    )


def _now(seen: LeaseEnd) -> str:
    if seen.early is None:
        return say("Not before the end any more.")
    return say(
        "Through {through}, before tax. Falls with each payment date.",
        through=long_date(seen.early.through),
    )


def _price(label: str, cents: int | None, note: str, lines: tuple[str, ...]) -> Amount:
    if cents is None:
        return Amount(label, say("Please call"), note)
    return Amount(label, dollars(cents), note, list(lines))


def _is_planned(seen: LeaseEnd, option: str) -> bool:
    plan = seen.plan
    return plan is not None and plan.status == "scheduled" and plan.option == option
