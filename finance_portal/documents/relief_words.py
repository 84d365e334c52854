"""What is signed for another due date, or for months that move to the end (R8.2, R9.1, R9.2)."""

from dataclasses import dataclass
from datetime import date

from finance_portal.domain.cents import dollars
from finance_portal.domain.relief import ReliefPreview
from finance_portal.language import ENGLISH, listed, long_day, say, say_number, sentence, spoken
from finance_portal.settings import settings

VERSION = "relief-1"

MOVED = {
    False: sentence(
        "I ask {lender} to move the payment due {days} on my contract {contract} to the end of the"
        " contract."
    ),
    True: sentence(
        "I ask {lender} to move the payments due {days} on my contract {contract} to the end of the"
        " contract."
    ),
}
"""What is asked for, by whether it is several payments."""

_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What the words depend on. Nothing of it changes while nothing happens to the contract."""

    contract: str
    rate: str
    due_day: int
    maturity_before: date
    skipped: tuple[date, ...]  # the days on which nothing falls due any more
    preview: ReliefPreview


def due_date_words(agreed: Agreed) -> tuple[str, ...]:
    """Return the agreement on another due date, paragraph by paragraph."""
    row = agreed.preview.after[0]
    return (
        say(
            "I ask {lender} to change the due date of my contract {contract} to the {number} of"
            " each month.",
            lender=settings.brand.legal_entity,
            contract=agreed.contract,
            number=ordinal(agreed.due_day),
        ),
        say(
            "The next payment, {amount}, is due {day} instead of {was}. Every later payment moves"
            " with it. The last payment is due {last} instead of {last_was}. The amount of each"
            " payment stays the same.",
            amount=dollars(row.payment),
            day=day(row.due_on),
            was=day(agreed.preview.before[0].due_on),
            last=day(agreed.preview.maturity_on),
            last_was=day(agreed.maturity_before),
        ),
        _cost(agreed),
        say("There is no fee. The due date of a contract can be changed once."),
        say("A due date that was changed is not a late payment, and we do not report it as one."),
        *_for_all(),
    )


def extension_words(agreed: Agreed) -> tuple[str, ...]:
    """Return the agreement on an extension, paragraph by paragraph."""
    row = agreed.preview.after[0]
    return (
        say(
            MOVED[len(agreed.skipped) > 1],
            lender=settings.brand.legal_entity,
            days=listed(map(day, agreed.skipped)),
            contract=agreed.contract,
        ),
        say(
            "The next payment, {amount}, is due {day}. The last payment is due {last} instead of"
            " {last_was}. The amount of each payment stays the same.",
            amount=dollars(row.payment),
            day=day(row.due_on),
            last=day(agreed.preview.maturity_on),
            last_was=day(agreed.maturity_before),
        ),
        _cost(agreed),
        *_interest_only(agreed),
        say(
            "There is no fee, and no late charge for the payments that are moved. Charges that are"
            " open already stay open."
        ),
        say(
            "While an extension runs, we report the contract by its new due dates: as current, if"
            " nothing else is open."
        ),
        *_for_all(),
    )


def day(on: date) -> str:
    """Return "December 1, 2026"."""
    return long_day(on)


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "15th"; elsewhere than in English the number alone."""
    if spoken() != ENGLISH:
        return str(number)
    ending = "th" if number in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def _cost(agreed: Agreed) -> str:
    shown = agreed.preview
    return say(
        "What it costs: interest goes on each day at {rate} a year, and bears no interest itself."
        " The next payment holds {next_interest} of interest instead of {next_before}. In all it"
        " comes to {added} more interest, and the last payment is {last} instead of {last_before},"
        " if every payment is made on its due date.",
        rate=agreed.rate,
        next_interest=dollars(shown.next_interest),
        next_before=dollars(shown.next_interest_before),
        added=dollars(shown.total_interest_added),
        last=dollars(shown.final_payment),
        last_before=dollars(shown.final_payment_before),
    )


def _interest_only(agreed: Agreed) -> tuple[str, ...]:
    count = agreed.preview.payments_to_interest_only
    if not count:
        return ()
    told = say_number(
        count,
        "The first payment goes to interest only: nothing of it lowers the principal.",
        "The first {number} payments go to interest only: nothing of it lowers the principal.",
    )
    return (told,)


def _for_all() -> tuple[str, ...]:
    return (
        say(
            "Autopay stays on where it is on, and moves with the due dates. Payments that are on"
            " their way, or ordered for a day, are not called back."
        ),
        say(
            "It takes effect when everybody who is bound by the contract has signed. Until then,"
            " all is due as before. All else in the contract stays as it is."
        ),
    )
