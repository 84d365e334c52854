"""What payers are told about autopay, one function for each thing that can happen to it.

Text messages hold no word that anybody chose and no account; mails name an account by its last
four. Amounts and dates are what counts here, so both say them.
"""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.notices.wording import Link, Wording, for_text, named
from finance_portal.settings import settings

LONGEST_SENDER = 30
NOT_YOU = "If this was not you, follow the link below."


def autopay_signed(*, words: Sequence[str], signed_name: str, not_me: str) -> Wording:
    """Send the copy of an authorization (Regulation E, 1005.10(b))."""
    return _copy("Autopay is on", "You have set up autopay.", words, signed_name, not_me)


def autopay_changed(*, words: Sequence[str], signed_name: str, not_me: str) -> Wording:
    """Send the copy of an authorization that takes the place of another."""
    said = "You have changed autopay. This takes the place of what you signed before."
    return _copy("Autopay is changed", said, words, signed_name, not_me)


def debit_announced(*, amount: Cents, before: Cents, on: date) -> Wording:
    """Tell ten days ahead that a debit is more than the one before (R15.2)."""
    return _of_page(
        f"Your autopay debit on {_day(on)} is {dollars(amount)}",
        f"On {_day(on)} autopay debits {dollars(amount)}. The debit before was {dollars(before)}.",
        "You can skip it, or change or cancel autopay, through the day before.",
        text=f"On {_day(on)} autopay debits {dollars(amount)}, not {dollars(before)} as before.",
    )


def autopay_moved(
    *, was: date | None, now_on: date | None, no_longer_skipped: Sequence[date] = ()
) -> Wording:
    """Tell that the next debit goes out on another day, because the due dates changed."""
    if now_on is None:
        return _of_page(
            "Autopay has no next debit",
            "Your due dates changed, and no debit is planned any more. Please look at autopay.",
            text="Your due dates changed and autopay has no next debit. Please look at it.",
        )
    instead = f", not on {_day(was)}" if was and was != now_on else ""
    days = " and ".join(map(_day, no_longer_skipped))
    lost = (
        f"You had skipped {days}. That is over with the change: to leave a debit out, please skip"
        " it again."
    )
    return _of_page(
        f"Your next autopay debit is on {_day(now_on)}",
        f"Your due dates changed, and autopay moves with them: the next debit is on"
        f" {_day(now_on)}{instead}.",
        *((lost,) if no_longer_skipped else ()),
        "If that day does not suit you, choose another on the autopay page.",
        text=f"Your due dates changed: the next autopay debit is on {_day(now_on)}{instead}.",
    )


def debit_skipped(*, on: date, due: str) -> Wording:
    """Tell that one debit is left out, and that its installment stays due."""
    return _of_page(
        f"Autopay skips {_day(on)}",
        f"As you asked, nothing is debited on {_day(on)}. {due}",
        NOT_YOU_CALL.format(phone=settings.brand.support_phone),
        text=f"As you asked, autopay debits nothing on {_day(on)}. The payment stays due.",
    )


def autopay_paused(*, until: date | None) -> Wording:
    """Tell that nothing is debited for a while."""
    how_long = f"until {_day(until)}" if until else "until you resume it"
    return _of_page(
        "Autopay is paused",
        f"As you asked, autopay debits nothing {how_long}. Your payments stay due: please pay them"
        " by hand.",
        NOT_YOU_CALL.format(phone=settings.brand.support_phone),
        text=f"Autopay is paused {how_long}. Payments stay due: please pay by hand.",
    )


def autopay_resumed(*, on: date | None, amount: Cents | None) -> Wording:
    """Tell that debits go on."""
    following = f" The next debit is {dollars(amount)} on {_day(on)}." if on and amount else ""
    return _of_page(
        "Autopay goes on",
        f"As you asked, autopay is on again.{following}",
        NOT_YOU_CALL.format(phone=settings.brand.support_phone),
        text=f"Autopay is on again.{following}",
    )


def autopay_canceled(*, pays_by: date | None) -> Wording:
    """Tell that the payer has ended autopay."""
    due = f" Your next payment is due on {_day(pays_by)}: please pay it by hand." if pays_by else ""
    return _of_page(
        "Autopay is canceled",
        f"As you asked, autopay has ended and nothing is debited any more.{due}",
        NOT_YOU_CALL.format(phone=settings.brand.support_phone),
        text="As you asked, autopay has ended. Nothing is debited any more.",
    )


def autopay_stopped(*, why: str, has_ended: bool) -> Wording:
    """Tell, loudly, that autopay no longer pays, and why."""
    result = "has ended" if has_ended else "is paused"
    return _of_page(
        f"Autopay {result}: please act",
        f"{why} Autopay {result}, and nothing is debited.",
        "Your payments stay due. Please pay by hand, and set up autopay again if you want it.",
        text=f"Autopay {result} and debits nothing. Please pay by hand and look at autopay.",
    )


def autopay_finished() -> Wording:
    """Tell that the contract is paid off, and autopay ended with it."""
    return _of_page(
        "Paid off: autopay has ended",
        "Your contract is paid off. Autopay has ended with it, and nothing is debited any more.",
        text="Your contract is paid off and autopay has ended with it.",
    )


def autopay_of_lease_finished(*, return_by: date) -> Wording:
    """Tell that all payments of a lease are made, and autopay ended with the last of them."""
    day = format_date(return_by, "MMM d, y", locale="en_US")
    return _of_page(
        "All payments made: autopay has ended",
        f"All payments of your lease are made. Please return the vehicle by {day}, or see on the"
        " lease end page what buying it or keeping it longer costs. Autopay has ended, and nothing"
        " is debited any more.",
        text=f"All payments of your lease are made and autopay has ended. Return it by {day}.",
    )


NOT_YOU_CALL = "If you did not ask for this, call us at {phone}."


def _copy(subject: str, said: str, words: Sequence[str], signed_name: str, not_me: str) -> Wording:
    signed = f"Signed by {named(signed_name)}. This is your copy; the autopay page has it as a PDF."
    return Wording(
        subject,
        (said, *words, signed, NOT_YOU),
        text=_text(f"{subject}. The details are in your mail. Not you? {_call()}"),
        link=Link(words="This wasn't me", url=not_me),
    )


def _of_page(subject: str, *paragraphs: str, text: str) -> Wording:
    link = Link(words="See autopay", url=f"{settings.public_origin}/autopay")
    return Wording(subject, paragraphs, text=_text(text), link=link)


def _day(on: date) -> str:
    return format_date(on, "MMM d, y", locale="en_US")


def _call() -> str:
    return f"Call {settings.brand.support_phone}."


def _text(words: str) -> str:
    return for_text(f"{for_text(settings.brand.name, LONGEST_SENDER)}: {words}")
