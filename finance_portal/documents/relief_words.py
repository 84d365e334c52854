"""What is signed for another due date, or for months that move to the end (R8.2, R9.1, R9.2)."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from finance_portal.domain.cents import dollars
from finance_portal.domain.relief import ReliefPreview
from finance_portal.settings import settings

VERSION = "relief-1"

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
    return (
        (
            f"I ask {settings.brand.legal_entity} to change the due date of my contract"
            f" {agreed.contract} to the {ordinal(agreed.due_day)} of each month."
        ),
        (
            f"{_next(agreed)} instead of {day(agreed.preview.before[0].due_on)}. Every later"
            f" payment moves with it. {_last(agreed)} The amount of each payment stays the same."
        ),
        _cost(agreed),
        "There is no fee. The due date of a contract can be changed once.",
        "A due date that was changed is not a late payment, and we do not report it as one.",
        *_for_all(),
    )


def extension_words(agreed: Agreed) -> tuple[str, ...]:
    """Return the agreement on an extension, paragraph by paragraph."""
    days = " and ".join(day(each) for each in agreed.skipped)
    payments = "payments" if len(agreed.skipped) > 1 else "payment"
    return (
        (
            f"I ask {settings.brand.legal_entity} to move the {payments} due {days} on my contract"
            f" {agreed.contract} to the end of the contract."
        ),
        f"{_next(agreed)}. {_last(agreed)} The amount of each payment stays the same.",
        _cost(agreed),
        *_interest_only(agreed),
        (
            "There is no fee, and no late charge for the payments that are moved. Charges that are"
            " open already stay open."
        ),
        (
            "While an extension runs, we report the contract by its new due dates: as current, if"
            " nothing else is open."
        ),
        *_for_all(),
    )


def day(on: date) -> str:
    """Return "December 1, 2026"."""
    return format_date(on, "MMMM d, y", locale="en_US")


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "15th"."""
    ending = "th" if number in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def _next(agreed: Agreed) -> str:
    row = agreed.preview.after[0]
    return f"The next payment, {dollars(row.payment)}, is due {day(row.due_on)}"


def _last(agreed: Agreed) -> str:
    return (
        f"The last payment is due {day(agreed.preview.maturity_on)} instead of"
        f" {day(agreed.maturity_before)}."
    )


def _cost(agreed: Agreed) -> str:
    shown = agreed.preview
    return (
        f"What it costs: interest goes on each day at {agreed.rate} a year, and bears no interest"
        f" itself. The next payment holds {dollars(shown.next_interest)} of interest instead of"
        f" {dollars(shown.next_interest_before)}. In all it comes to"
        f" {dollars(shown.total_interest_added)} more interest, and the last payment is"
        f" {dollars(shown.final_payment)} instead of {dollars(shown.final_payment_before)}, if"
        " every payment is made on its due date."
    )


def _interest_only(agreed: Agreed) -> tuple[str, ...]:
    count = agreed.preview.payments_to_interest_only
    if not count:
        return ()
    which = "The first payment goes" if count == 1 else f"The first {count} payments go"
    return (f"{which} to interest only: nothing of it lowers the principal.",)


def _for_all() -> tuple[str, ...]:
    return (
        (
            "Autopay stays on where it is on, and moves with the due dates. Payments that are on"
            " their way, or ordered for a day, are not called back."
        ),
        (
            "It takes effect when everybody who is bound by the contract has signed. Until then,"
            " all is due as before. All else in the contract stays as it is."
        ),
    )
