"""What the page after a payoff says: each step, its day, its clock, its proof. Pure."""

from dataclasses import dataclass, field
from datetime import date

from finance_portal.domain.addresses import STATES
from finance_portal.domain.cents import dollars
from finance_portal.language import say, sentence
from finance_portal.services.closing import AfterPayoff, Overage, Reopened
from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.wording import long_date

ELECTRONIC = sentence("Electronic titles usually show it within 7 to 14 days.")
WITHOUT_A_CLOCK = sentence("We release it as soon as the money is final.")
NOT_YET = sentence(
    "Once it is, this page follows your money, the release of the lien and "
    "your title, each with its day."
)
LIEN_STAYS = sentence("The lien stays as it was. The overview shows what is owed and when.")
LIEN_RELEASED = sentence(
    "We had released the lien: those letters do not hold any more, and a person of ours gets in"
    " touch with you. Questions? Call us at {phone}."
)
BY_HAND = sentence(
    "We send it to the account that you paid from. Please call us if it has not arrived."
)


@dataclass(frozen=True)
class Paper:
    """A document to open."""

    words: str = ""
    href: str = ""


@dataclass(frozen=True)
class Step:
    """One step after the payoff."""

    title: str = ""
    when: str = ""
    words: str = ""
    is_done: bool = False
    paper: Paper = Paper()


@dataclass(frozen=True)
class AfterView:
    """What became of a contract since it was paid off, ready to show."""

    headline: str = ""
    summary: str = ""
    steps: list[Step] = field(default_factory=list)
    account: str = ""
    has_title: bool = True  # a lease has none of the borrower's


def after(found: AfterPayoff | Reopened | None) -> AfterView:
    """Return everything the page shows."""
    if isinstance(found, AfterPayoff):
        return _closed(found)
    return (
        _reopened(found)
        if found
        else AfterView(say("This contract is not paid off yet"), say(NOT_YET))
    )


def _reopened(found: Reopened) -> AfterView:
    came_back = say(
        "On {came_back_on} the bank took back the payment that closed it.",
        came_back_on=long_date(found.came_back_on),
    )
    lien = (
        say(LIEN_RELEASED, phone=settings.brand.support_phone)
        if found.was_released
        else say(LIEN_STAYS)
    )
    return AfterView(say("Your contract is open again"), f"{came_back} {lien}")


def _closed(found: AfterPayoff) -> AfterView:
    steps = [
        _received(found),
        _cleared(found),
        *([] if found.is_lease else [_paid_in_full(found)]),
        *([_overage(found.overage, is_lease=_is_lease(found))] if found.overage else []),
        *([] if found.is_lease else [_released(found), _title(found)]),
    ]
    done = sum(step.is_done for step in steps)
    return AfterView(
        headline=_headline(found, long_date(found.paid_on)),
        summary=_summary(done, steps),
        steps=steps,
        account=found.contract_ref,
        has_title=not found.is_lease,
    )


def _is_lease(found: AfterPayoff) -> bool:
    return found.is_lease or found.was_bought


def _headline(found: AfterPayoff, day: str) -> str:
    if found.was_bought:
        return say("Bought on {day}", day=day)
    if found.is_lease:
        return say("Your lease ended on {day}", day=day)
    return say("Paid off on {day}", day=day)


def _summary(done: int, steps: list[Step]) -> str:
    if done == len(steps):
        return say("Everything is done. You need not do anything.")
    following = next(step for step in steps if not step.is_done)
    return say(
        "{done} of {steps} steps are done. Next: {following}.",
        done=done,
        steps=len(steps),
        following=following.title.lower(),
    )


def _received(found: AfterPayoff) -> Step:
    said = say("Your payment of {amount} closed the contract.", amount=dollars(found.amount))
    if found.owed != found.amount:
        owed = say("{owed} was owed that day.", owed=dollars(found.owed))
        said = f"{said} {owed}"
    return Step(
        say("Payment received") if _is_lease(found) else say("Payoff received"),
        long_date(found.paid_on),
        said,
        is_done=True,
    )


def _cleared(found: AfterPayoff) -> Step:
    return Step(
        say("Funds cleared"),
        long_date(found.clears_on),
        say("The bank can no longer take the payment back, so it is final.")
        if found.is_cleared
        else say("Until that day the bank may still take the payment back."),
        is_done=found.is_cleared,
    )


def _paid_in_full(found: AfterPayoff) -> Step:
    return Step(
        say("Paid in full"),
        long_date(found.clears_on),
        say("Nothing is owed under this contract any more."),
        is_done=bool(found.paid_in_full_ref),
        paper=_paper(say("Paid-in-full letter"), found.paid_in_full_ref),
    )


def _overage(overage: Overage, *, is_lease: bool) -> Step:
    on, amount = overage.refunded_on, dollars(overage.amount)
    title = say("Money back to you") if is_lease else say("Overage refunded")
    if on:
        back = (
            say("{amount} beyond what was owed went back to you.", amount=amount)
            if is_lease
            else say("{amount} that you had paid too much went back to you.", amount=amount)
        )
        return Step(title, long_date(on), back, is_done=True)
    by = overage.refund_by
    held = (
        say("We hold {amount} more than was owed.", amount=amount)
        if is_lease
        else say("You paid {amount} too much.", amount=amount)
    )
    way = say("It goes back by itself to the account that you paid from.") if by else say(BY_HAND)
    return Step(title, say("By {by}", by=long_date(by)) if by else say("To come"), f"{held} {way}")


def _released(found: AfterPayoff) -> Step:
    return Step(
        say("Title transferred to you") if found.was_bought else say("Lien released"),
        _when(found.released_on, found.release_by),
        _clock(found),
        is_done=found.released_on is not None,
        paper=_paper(
            say("Transfer of title") if found.was_bought else say("Release of lien"),
            found.release_ref,
        ),
    )


def _clock(found: AfterPayoff) -> str:
    """Say by when it has to be, and by whose law."""
    if found.release_by is None:
        return say(ELECTRONIC) if found.form == "electronic" else say(WITHOUT_A_CLOCK)
    state = say(STATES.get(found.title_state, found.title_state))
    return say(
        "The title is of {state}, whose law gives us until {release_by}.",
        state=state,
        release_by=long_date(found.release_by),
    )


def _title(found: AfterPayoff) -> Step:
    if found.form == "electronic":
        return Step(
            say("Electronic title released"),
            _when(found.released_on, None),
            say("The state's own record shows you without a lien within 7 to 14 days."),
            is_done=found.released_on is not None,
        )
    sent = f"{found.sent_how}."
    if found.tracking:
        sent = say(
            "{how}, tracking number {tracking}.", how=found.sent_how, tracking=found.tracking
        )
    return Step(
        say("Title sent"),
        _when(found.sent_on, None),
        sent
        if found.sent_on
        else say("We write to you when the papers go out, with a number to follow them by."),
        is_done=found.sent_on is not None,
    )


def _when(on: date | None, by: date | None) -> str:
    if on:
        return long_date(on)
    return say("By {by}", by=long_date(by)) if by else say("To come")


def _paper(words: str, ref: str) -> Paper:
    href = f"{routes.DOCUMENT}?{routes.REF}={ref}"
    return Paper(say("{words} (PDF)", words=words), href) if ref else Paper()
