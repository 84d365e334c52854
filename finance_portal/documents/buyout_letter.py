"""What a letter says of buying a leased vehicle, before the lease ends or at its end (R14.4).

It is never called a payoff, and it names the payments left beside the price (R14.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from finance_portal.documents.payoff_letter import Letter, day
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.lease_end import Buyout
from finance_portal.language import (
    say,
    say_number,
    sentence,
)
from finance_portal.settings import settings

TEMPLATE = "letter-1"
Which = Literal["early_buyout", "maturity_buyout"]
TITLES: dict[Which, str] = {
    "early_buyout": sentence("Early buyout letter"),
    "maturity_buyout": sentence("Buyout at lease end letter"),
}


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A price of the vehicle and until when it holds. Amounts in cents."""

    which: Which
    quoted_on: date
    good_through: date
    buyout: Buyout
    tax_percent: str  # "" where the contract names none
    payments_left: int
    remaining_payments: Cents
    working: Sequence[str]


def content(letter: Letter, offered: Offered) -> dict[str, Any]:
    """Return the letter as its template takes it: texts as they are shown, and nothing else."""
    return {
        "to": [letter.borrower],
        "facts": [
            [say("Lease"), letter.contract],
            [say("Lessee"), letter.borrower],
            [say("Quoted on"), day(offered.quoted_on)],
            [say("Vehicle"), letter.vehicle],
            [say("VIN"), letter.vin],
            [say("Quote"), letter.ref],
        ],
        "words": [_said(offered)],
        "figures_title": say("What it is made of"),
        "figures": rows(offered),
        "working_title": say("How it is worked out"),
        "working": list(offered.working),
        "after": [*_taxed(offered), *_how(letter, offered), *_apart(offered)],
    }


def rows(offered: Offered) -> list[list[str]]:
    """Return the lines of the sum, those of nothing left out."""
    buyout = offered.buyout
    priced = (
        (say("Price of the vehicle"), buyout.price),
        (say("Purchase option fee"), buyout.purchase_option_fee),
        (say("Due and not paid"), buyout.past_due),
        (say("Open charges and fees"), buyout.fees),
        (say("Your security deposit, and what you paid ahead"), -buyout.credit),
    )
    lines = [[label, dollars(amount)] for label, amount in priced if amount]
    if not buyout.tax:
        return [*lines, [say("Buys the vehicle, before tax"), dollars(buyout.total), "total"]]
    return [
        *lines,
        [say("Before tax"), dollars(buyout.before_tax), "total"],
        [
            say("Sales tax, {tax_percent} of the price", tax_percent=offered.tax_percent),
            dollars(buyout.tax),
        ],
        [say("Buys the vehicle, with tax"), dollars(buyout.total), "total"],
    ]


def _said(offered: Offered) -> str:
    amount = dollars(offered.buyout.total)
    if offered.which == "early_buyout":
        return say(
            "{amount} buys the vehicle before the lease ends, if we have it by the end "
            "of {good_through}. The payments after that are then not owed any more.",
            amount=amount,
            good_through=day(offered.good_through),
        )
    return say(
        "{amount} buys the vehicle when the lease ends on {good_through}, after all "
        "payments until then have been made.",
        amount=amount,
        good_through=day(offered.good_through),
    )


def _taxed(offered: Offered) -> list[str]:
    if offered.buyout.tax:
        return [
            say(
                "The tax is the contract's rate on the price of the vehicle. The state "
                "in which you register it decides what is due."
            )
        ]
    return [say("Your state may add tax: it is not in the price.")]


def _how(letter: Letter, offered: Offered) -> list[str]:
    brand = settings.brand
    return [
        say(
            "To buy it, pay in the portal: choose the buyout on the payment page. Or "
            "call {phone} and name the quote's number {ref}. We never send or change "
            "payment instructions by mail.",
            phone=brand.support_phone,
            ref=letter.ref,
        ),
        say("The price is for you. What a dealer pays may differ."),
        *(
            [
                say(
                    "It changes on each monthly payment date. After {good_through} ask "
                    "for a new letter. If a payment comes back from a bank, this letter "
                    "no longer holds.",
                    good_through=day(offered.good_through),
                )
            ]
            if offered.which == "early_buyout"
            else []
        ),
    ]


def _apart(offered: Offered) -> list[str]:
    if not offered.payments_left:
        return []
    told = say_number(
        offered.payments_left,
        "Not the same: 1 payment is left, {amount} in all. They pay for driving the vehicle, and do"
        " not buy it.",
        "Not the same: {number} payments are left, {amount} in all. They pay for driving the"
        " vehicle, and do not buy it.",
        amount=dollars(offered.remaining_payments),
    )
    return [told]
