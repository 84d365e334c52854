"""What payers are told about autopay, one function for each thing that can happen to it.

Text messages hold no word that anybody chose and no account; mails name an account by its last
four. Amounts and dates are what counts here, so both say them.
"""

from collections.abc import Sequence
from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import (
    listed,
    say,
    sentence,
    short_day,
)
from finance_portal.notices.wording import (
    Link,
    Wording,
    from_us,
    named,
    notice,
    together,
)
from finance_portal.settings import settings


@notice
def autopay_signed(*, words: Sequence[str], signed_name: str, not_me: str) -> Wording:
    """Send the copy of an authorization (Regulation E, 1005.10(b))."""
    return _copy(say("Autopay is on"), say("You have set up autopay."), words, signed_name, not_me)


@notice
def autopay_changed(*, words: Sequence[str], signed_name: str, not_me: str) -> Wording:
    """Send the copy of an authorization that takes the place of another."""
    said = say("You have changed autopay. This takes the place of what you signed before.")
    return _copy(say("Autopay is changed"), said, words, signed_name, not_me)


@notice
def debit_announced(*, amount: Cents, before: Cents, on: date) -> Wording:
    """Tell ten days ahead that a debit is more than the one before (R15.2)."""
    return _of_page(
        say("Your autopay debit on {day} is {amount}", day=_day(on), amount=dollars(amount)),
        say(
            "On {day} autopay debits {amount}. The debit before was {before}.",
            day=_day(on),
            amount=dollars(amount),
            before=dollars(before),
        ),
        say("You can skip it, or change or cancel autopay, through the day before."),
        text=say(
            "On {day} autopay debits {amount}, not {before} as before.",
            day=_day(on),
            amount=dollars(amount),
            before=dollars(before),
        ),
    )


@notice
def autopay_moved(
    *, was: date | None, now_on: date | None, no_longer_skipped: Sequence[date] = ()
) -> Wording:
    """Tell that the next debit goes out on another day, because the due dates changed."""
    if now_on is None:
        return _of_page(
            say("Autopay has no next debit"),
            say(
                "Your due dates changed, and no debit is planned any more. Please look at autopay."
            ),
            text=say("Your due dates changed and autopay has no next debit. Please look at it."),
        )
    paragraphs = [
        _moved(was, now_on),
        *([_no_longer(no_longer_skipped)] if no_longer_skipped else []),
        say("If that day does not suit you, choose another on the autopay page."),
    ]
    text = say("Your due dates changed: the next autopay debit is on {day}.", day=_day(now_on))
    if was and was != now_on:
        text = say(
            "Your due dates changed: the next autopay debit is on {day}, not on {was}.",
            day=_day(now_on),
            was=_day(was),
        )
    subject = say("Your next autopay debit is on {day}", day=_day(now_on))
    return _of_page(subject, *paragraphs, text=text)


@notice
def debit_skipped(*, on: date, due: str) -> Wording:
    """Tell that one debit is left out, and that its installment stays due."""
    return _of_page(
        say("Autopay skips {day}", day=_day(on)),
        together(say("As you asked, nothing is debited on {day}.", day=_day(on)), due),
        _not_asked(),
        text=say(
            "As you asked, autopay debits nothing on {day}. The payment stays due.", day=_day(on)
        ),
    )


@notice
def autopay_paused(*, until: date | None) -> Wording:
    """Tell that nothing is debited for a while."""
    said = say(
        "As you asked, autopay debits nothing until you resume it. Your payments stay due: please"
        " pay them by hand."
    )
    text = say("Autopay is paused until you resume it. Payments stay due: please pay by hand.")
    if until:
        said = say(
            "As you asked, autopay debits nothing until {day}. Your payments stay due: please pay"
            " them by hand.",
            day=_day(until),
        )
        text = say(
            "Autopay is paused until {day}. Payments stay due: please pay by hand.", day=_day(until)
        )
    return _of_page(say("Autopay is paused"), said, _not_asked(), text=text)


@notice
def autopay_resumed(*, on: date | None, amount: Cents | None) -> Wording:
    """Tell that debits go on."""
    following = ""
    if on and amount:
        following = say(
            "The next debit is {amount} on {day}.", amount=dollars(amount), day=_day(on)
        )
    return _of_page(
        say("Autopay goes on"),
        together(say("As you asked, autopay is on again."), following),
        _not_asked(),
        text=together(say("Autopay is on again."), following),
    )


@notice
def autopay_canceled(*, pays_by: date | None) -> Wording:
    """Tell that the payer has ended autopay."""
    due = ""
    if pays_by:
        due = say("Your next payment is due on {day}: please pay it by hand.", day=_day(pays_by))
    return _of_page(
        say("Autopay is canceled"),
        together(say("As you asked, autopay has ended and nothing is debited any more."), due),
        _not_asked(),
        text=say("As you asked, autopay has ended. Nothing is debited any more."),
    )


@notice
def autopay_stopped(*, why: str, has_ended: bool) -> Wording:
    """Tell, loudly, that autopay no longer pays, and why."""
    subject = say("Autopay is paused: please act")
    result = say("Autopay is paused, and nothing is debited.")
    text = say("Autopay is paused and debits nothing. Please pay by hand and look at autopay.")
    if has_ended:
        subject = say("Autopay has ended: please act")
        result = say("Autopay has ended, and nothing is debited.")
        text = say("Autopay has ended and debits nothing. Please pay by hand and look at autopay.")
    return _of_page(
        subject,
        together(say(why), result),
        say("Your payments stay due. Please pay by hand, and set up autopay again if you want it."),
        text=text,
    )


@notice
def autopay_finished() -> Wording:
    """Tell that the contract is paid off, and autopay ended with it."""
    return _of_page(
        say("Paid off: autopay has ended"),
        say(
            "Your contract is paid off. Autopay has ended with it, and nothing is debited any more."
        ),
        text=say("Your contract is paid off and autopay has ended with it."),
    )


@notice
def autopay_of_lease_finished(*, return_by: date) -> Wording:
    """Tell that all payments of a lease are made, and autopay ended with the last of them."""
    day = _day(return_by)
    return _of_page(
        say("All payments made: autopay has ended"),
        say(
            "All payments of your lease are made. Please return the vehicle by {day}, or see "
            "on the lease end page what buying it or keeping it longer costs. Autopay has "
            "ended, and nothing is debited any more.",
            day=day,
        ),
        text=say(
            "All payments of your lease are made and autopay has ended. Return it by {day}.",
            day=day,
        ),
    )


def _moved(was: date | None, now_on: date) -> str:
    if was is None or was == now_on:
        return say(
            "Your due dates changed, and autopay moves with them: the next debit is on {day}.",
            day=_day(now_on),
        )
    return say(
        "Your due dates changed, and autopay moves with them: the next debit is on {day}, not on"
        " {was}.",
        day=_day(now_on),
        was=_day(was),
    )


def _no_longer(skipped: Sequence[date]) -> str:
    return say(
        "You had skipped {days}. That is over with the change: to leave a debit out, please skip it"
        " again.",
        days=listed(map(_day, skipped)),
    )


def _not_asked() -> str:
    phone = settings.brand.support_phone
    return say("If you did not ask for this, call us at {phone}.", phone=phone)


def _copy(subject: str, said: str, words: Sequence[str], signed_name: str, not_me: str) -> Wording:
    signed = say(
        "Signed by {signed_name}. This is your copy; the autopay page has it as a PDF.",
        signed_name=named(signed_name),
    )
    text = say(
        "{subject}. The details are in your mail. Not you? Call {phone}.",
        subject=subject,
        phone=settings.brand.support_phone,
    )
    not_you = say("If this was not you, follow the link below.")
    return Wording(
        subject,
        (said, *words, signed, not_you),
        text=from_us(text),
        link=Link(words=sentence("This wasn't me"), url=not_me),
    )


def _of_page(subject: str, *paragraphs: str, text: str) -> Wording:
    link = Link(words=sentence("See autopay"), url=f"{settings.public_origin}/autopay")
    return Wording(subject, paragraphs, text=from_us(text), link=link)


def _day(on: date) -> str:
    return short_day(on)
