"""What is told of a report of unauthorized activity: what is stopped, and what to do (1.26)."""

from datetime import date

from finance_portal.language import long_day, say
from finance_portal.notices.wording import Link, Wording, for_text, notice
from finance_portal.settings import settings

ORIGIN = settings.public_origin


@notice
def unauthorized_reported(*, ref: str, answer_by: date) -> Wording:
    """Tell who reported it what is stopped, and what to tell their bank."""
    day = long_day(answer_by)
    return Wording(
        say("We have stopped what you did not authorize"),
        (
            say("Your case is {ref}. A person tells you by {day} what we found.", ref=ref, day=day),
            say(
                "Nothing is debited from the account any more, by anybody: autopay from it is"
                " paused, scheduled payments from it are canceled. There is no late charge while"
                " the case is open."
            ),
            say(
                "Tell your bank too, as soon as you can: within 60 days of the statement that shows"
                " the debit, it can take the money back."
            ),
        ),
        text=for_text(
            say(
                "{brand}: we stopped what you reported. Tell your bank too. Case {ref}.",
                brand=settings.brand.name,
                ref=ref,
            )
        ),
        link=Link(words=say("Follow your case"), url=f"{ORIGIN}/requests"),
    )


@notice
def account_frozen(*, label: str) -> Wording:
    """Tell whoever else has saved a reported account that it cannot be debited for now."""
    return Wording(
        say("An account of yours cannot be debited for now"),
        (
            say(
                "It was reported that debits from {account} are not authorized. Until that is"
                " cleared up nothing is debited from it: autopay from it is paused, scheduled"
                " payments from it are canceled.",
                account=label,
            ),
            say("What is due stays due. You can pay another way."),
        ),
        text=for_text(
            say(
                "{brand}: an account of yours cannot be debited for now. Please sign in.",
                brand=settings.brand.name,
            )
        ),
        link=Link(words=say("See your accounts and cards"), url=f"{ORIGIN}/methods"),
    )
