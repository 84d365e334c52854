"""What borrowers are told of what a person at the lender has done for them."""

from collections.abc import Sequence
from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import long_day, say, say_again, sentence
from finance_portal.notices.wording import Link, Wording, for_text, notice
from finance_portal.settings import settings

WAIVED = {
    "late_charges": sentence("late charges"),
    "returned_fees": sentence("returned payment fees"),
    "other_fees": sentence("fees"),
}
CREDITED = {
    "interest": sentence("unpaid interest"),
    "principal": sentence("principal"),
}


@notice
def fee_waived(*, amount: Cents, of: str, vehicle: str) -> Wording:
    """Tell that a fee is not owed any more; `of` is a key of WAIVED."""
    what = say(WAIVED[of])
    return Wording(
        say("A fee was waived"),
        (
            say(
                "We have waived {amount} of {what} on the contract of your {vehicle}.",
                amount=dollars(amount),
                what=what,
                vehicle=vehicle,
            ),
            say("You do not owe it any more. There is nothing that you have to do."),
        ),
        text=_text(say("We have waived {amount} of {what}.", amount=dollars(amount), what=what)),
        link=_history(),
    )


@notice
def credit_given(*, amount: Cents, of: str, on: date, vehicle: str) -> Wording:
    """Tell that we have taken something off what is owed; `of` is a key of CREDITED."""
    what = say(CREDITED[of])
    return Wording(
        say("Your account was corrected"),
        (
            say(
                "We have taken {amount} off the {what} of the contract of your {vehicle}.",
                amount=dollars(amount),
                what=what,
                vehicle=vehicle,
            ),
            say("It counts from {day}.", day=long_day(on)),
            say("Your history shows it, with what changed."),
        ),
        text=_text(
            say("We have taken {amount} off your {what}.", amount=dollars(amount), what=what)
        ),
        link=_history(),
    )


@notice
def sign_in_unlocked() -> Wording:
    """Tell that a sign-in that was frozen is open again."""
    return Wording(
        say("Your sign-in is open again"),
        (
            say("One of our people has opened your sign-in again after speaking with you."),
            say("If that was not you, call us at {phone} now.", phone=settings.brand.support_phone),
        ),
        text=_text(say("Your sign-in is open again. If you did not ask for it, call us now.")),
    )


@notice
def paper_again(*, title: str) -> Wording:
    """Tell where a letter is that somebody asked for once more."""
    return Wording(
        say("Your letter, once more"),
        (
            say("You asked for this letter again: {title}.", title=say_again(title)),
            say("It is among your documents, where you can read and download it."),
        ),
        text=_text(say("Your letter is among your documents, as you asked.")),
        link=Link(words=say("See your documents"), url=f"{settings.public_origin}/documents"),
    )


@notice
def data_erased(*, ref: str, reply: str | None, lines: Sequence[str]) -> Wording:
    """Tell that somebody's data is erased; `lines` say what stays, until when, and why.

    `ref` is the number under which the books go on, `reply` what a person of ours adds.
    """
    return Wording(
        say("Your data is erased"),
        (
            say(
                "As you asked, we have erased what we knew of you: your name, contacts, sign-in,"
                " browsers, accounts and cards, messages, requests and calendar."
            ),
            *([reply] if reply else []),
            say("This is what stays, until when, and why:"),
            *lines,
            say(
                "If you ever ask us about it, this number is all by which we can find it: {ref}.",
                ref=ref,
            ),
            say("This is our last message. Your address is erased as soon as it is sent."),
        ),
    )


def _history() -> Link:
    return Link(words=say("See your history"), url=f"{settings.public_origin}/history")


def _text(words: str) -> str:
    return for_text(f"{settings.brand.name}: {words}")
