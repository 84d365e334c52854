"""What is said of payments for a later day. Pure."""

from dataclasses import dataclass, field

from finance_portal.domain.cents import dollars
from finance_portal.domain.events import Intent
from finance_portal.language import say, sentence
from finance_portal.services.scheduled import Schedule, Scheduled
from finance_portal.ui import routes
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import long_date, weekday_date

PURPOSES = {
    Intent.REGULAR: sentence("Your payments, in their order"),
    Intent.PAYOFF: sentence("Pays off the contract"),
    Intent.BUYOUT: sentence("Buys the vehicle"),
    Intent.FEES: sentence("Open charges and fees"),
    Intent.PRINCIPAL_ONLY: sentence("Principal only"),
    Intent.HELD: sentence("Kept for the next payment"),
}
ENDS = {
    "submitted": (sentence("Submitted"), "good"),
    "canceled": (sentence("Canceled"), "calm"),
    "dropped": (sentence("Not made"), "danger"),
}


@dataclass(frozen=True)
class WaitingView:
    """A payment that waits for its day."""

    ref: str = ""
    amount: str = ""
    when: str = ""
    facts: list[Fact] = field(default_factory=list)
    change_until: str = ""  # an instant, for the browser to say in the borrower's own time
    can_change: bool = False
    why_not: str = ""
    change: str = ""  # the address on which it is changed
    is_asked: bool = False  # whether it shall really be canceled
    is_kept: bool = False  # the question was just taken back: the focus goes where it was


@dataclass(frozen=True)
class PastView:
    """What became of one that does not wait any more."""

    ref: str = ""
    words: str = ""
    note: str = ""
    status: str = ""
    tone: str = "calm"
    receipt: str = ""


@dataclass(frozen=True)
class ScheduleView:
    """The page, ready to show."""

    waiting: list[WaitingView] = field(default_factory=list)
    past: list[PastView] = field(default_factory=list)
    just_set: str = ""


def schedule(
    found: Schedule, *, account: str, just_set: str = "", asked: str = "", kept: str = ""
) -> ScheduleView:
    """Return what waits; refs say what was set just now, is asked about, and is kept after all."""
    return ScheduleView(
        waiting=[_waiting(each, account, asked, kept) for each in found.waiting],
        past=[_past(each) for each in found.past],
        just_set=next((_said(each) for each in found.waiting if each.ref == just_set), ""),
    )


def _said(each: Scheduled) -> str:
    charged = dollars(each.amount + each.card_fee)
    return say(
        "{charged} is set for {pay_on}. Confirmation number {ref}.",
        charged=charged,
        pay_on=weekday_date(each.pay_on),
        ref=each.ref,
    )


def _waiting(each: Scheduled, account: str, asked: str, kept: str) -> WaitingView:
    return WaitingView(
        ref=each.ref,
        amount=dollars(each.amount + each.card_fee),
        when=weekday_date(each.pay_on),
        facts=_facts(each),
        change_until=each.change_until.isoformat() if each.can_change else "",
        can_change=each.can_change,
        why_not=_why_not(each),
        change=f"{routes.of_account(routes.PAY, account)}&{routes.CHANGE}={each.ref}",
        is_asked=each.ref == asked and each.can_change,
        is_kept=each.ref == kept,
    )


def _facts(each: Scheduled) -> list[Fact]:
    fee = [Fact(say("Of that, card fee"), dollars(each.card_fee))] if each.card_fee else []
    leaves = long_date(each.settles_on)
    is_card = each.method_kind == "card"
    return [
        *fee,
        Fact(say("From"), each.method),
        Fact(say("What for"), _purpose(each)),
        Fact(say("Leaves the account"), leaves if is_card else say("by {leaves}", leaves=leaves)),
        Fact(say("Confirmation number"), each.ref),
    ]


def _purpose(each: Scheduled) -> str:
    if each.intent is Intent.SPLIT:
        return say(
            "{principal_only} of it to principal", principal_only=dollars(each.principal_only)
        )
    return say(PURPOSES.get(each.intent, ""))


def _why_not(each: Scheduled) -> str:
    if each.can_change:
        return ""
    if not each.is_mine:
        return say("Set by the other borrower, who can change or cancel it.")
    return say("It is about to be submitted and can no longer be changed.")


def _past(each: Scheduled) -> PastView:
    status, tone = ENDS.get(each.status, (each.status, "calm"))
    return PastView(
        ref=each.ref,
        words=say(
            "{amount} for {day}",
            amount=dollars(each.amount + each.card_fee),
            day=long_date(each.pay_on),
        ),
        note=each.why,
        status=say(status),
        tone=tone,
        receipt=routes.of_receipt(each.payment_ref) if each.payment_ref else "",
    )
