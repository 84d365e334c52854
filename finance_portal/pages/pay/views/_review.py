"""The review: what a payment will do, and what else it could do."""

from dataclasses import dataclass, field, replace

from finance_portal.domain.calendar import is_banking_day, next_banking_day
from finance_portal.domain.cents import dollars
from finance_portal.domain.events import Intent
from finance_portal.language import say, sentence
from finance_portal.services.payments import Purpose, Review, Way
from finance_portal.ui.money import Part, split
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import long_date, month_of, weekday_date

CARD = "card"
CHANGED = sentence(
    "Your account changed while this page was open. Nothing was paid. These are the new figures."
)
TITLES = {
    Purpose.REGULAR: (sentence("Pay ahead"), sentence("Counts toward your payments to come.")),
    Purpose.NEXT: (
        sentence("Next payment"),
        sentence("Covers it; the rest lowers your principal."),
    ),
    Purpose.PRINCIPAL: (sentence("Principal only"), sentence("Your next payment stays as it is.")),
    Purpose.SPLIT: (sentence("Your own split"), ""),
}


@dataclass(frozen=True)
class WayView:
    """One way to apply the money."""

    purpose: str = ""
    title: str = ""
    note: str = ""
    facts: list[Fact] = field(default_factory=list)
    why_not: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Preview:
    """What a payment will do, before it is made."""

    amount: str = ""
    paid_with: str = ""  # and on which later day
    parts: list[Part] = field(default_factory=list)
    working: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    change_until: str = ""  # an instant, for the browser to say in the borrower's own time
    ways: list[WayView] = field(default_factory=list)
    promise: str = ""
    authorization: str = ""
    action: str = ""


def preview(review: Review, *, is_changed: bool = False) -> Preview:
    """Return what a payment will do; `is_changed` when it is not what was shown before."""
    order = review.order
    return Preview(
        amount=dollars(order.amount),
        paid_with=_paid_with(review),
        parts=_parts(review),
        working=list(review.working),
        facts=_facts(review),
        notes=_notes(review, is_changed=is_changed),
        hints=_hints(review),
        change_until=review.change_until.isoformat() if review.change_until else "",
        ways=[_way(way, order.purpose) for way in review.ways],
        promise=_promise(review),
        authorization=review.authorization,
        action=_action(review),
    )


def _paid_with(review: Review) -> str:
    method = review.method.name
    if review.order.pay_on is None:
        return say("from {method}", method=method)
    day = weekday_date(review.effective_on)
    return say("from {method} on {day}", method=method, day=day)


def _parts(review: Review) -> list[Part]:
    parts = split(
        principal=review.principal,
        interest=review.interest,
        fees=review.fees,
        credit=review.credit,
        held=review.held,
        is_lease=review.is_lease,
    )
    if review.intent is not Intent.BUYOUT:
        return parts
    label = say("The vehicle, its fee and tax")
    return [replace(each, label=label) if each.kind == "fees" else each for each in parts]


def _action(review: Review) -> str:
    charged = dollars(review.charged)
    if review.order.instead_of:
        day = long_date(review.effective_on)
        return say("Save: {charged} on {day}", charged=charged, day=day)
    return (
        say("Schedule {charged}", charged=charged)
        if review.order.pay_on
        else say("Pay {charged}", charged=charged)
    )


def _facts(review: Review) -> list[Fact]:
    facts = []
    if review.card_fee:
        facts = [
            Fact(say("Card fee"), dollars(review.card_fee)),
            Fact(say("Charged in all"), dollars(review.charged)),
        ]
    return [
        *facts,
        Fact(say("Counts as paid on"), weekday_date(review.effective_on)),
        Fact(say("Leaves your account"), _leaves(review)),
        Fact(
            say("Left to pay after it") if review.is_lease else say("Balance after it"),
            dollars(review.principal_after),
        ),
        Fact(say("Next payment"), _following(review)),
    ]


def _leaves(review: Review) -> str:
    if review.method.kind == CARD:
        return say("{settles_on}, at once", settles_on=long_date(review.settles_on))
    return say("by {settles_on}", settles_on=weekday_date(review.settles_on))


def _following(review: Review) -> str:
    if review.closes or review.next_due_on is None:
        if review.is_lease and not review.closes:
            return say("None, all payments are made")
        return say("None, this closes the contract")
    return say(
        "{amount} due {day}",
        amount=dollars(review.next_due_amount),
        day=long_date(review.next_due_on),
    )


def _way(way: Way, chosen: Purpose) -> WayView:
    title, note = (say(words) for words in TITLES[way.purpose])
    outcome = way.outcome
    if way.purpose is Purpose.NEXT and outcome.intent == "held":
        note = say("Kept for it, and used with the rest of it.")
    if way.purpose is Purpose.SPLIT:
        note = say(
            "{principal_only} of it lowers your principal.",
            principal_only=dollars(way.principal_only),
        )
    facts = [
        *_due(way),
        Fact(say("Paid off"), month_of(outcome.closes_on) if outcome.closes_on else ""),
        Fact(say("Interest saved"), dollars(outcome.interest_saved)),
    ]
    return WayView(
        purpose=way.purpose,
        title=title,
        note=note,
        facts=[] if outcome.why_not else facts,
        why_not=outcome.why_not,
        is_chosen=way.purpose is chosen,
    )


def _due(way: Way) -> list[Fact]:
    if way.outcome.next_due_on is None:
        return []
    return [
        Fact(say("Next due"), long_date(way.outcome.next_due_on)),
        Fact(say("Amount then"), dollars(way.outcome.next_due_amount)),
    ]


def _promise(review: Review) -> str:
    """Return what "paid ahead" means here: it is kept, and no more than it is said (R4.2)."""
    if review.closes or review.next_due_on is None or not review.ways:
        return ""
    return (
        say(
            "With this payment nothing is due before {next_due_on}, and nothing is "
            "late until then. Interest still builds up daily.",
            next_due_on=long_date(review.next_due_on),
        )
        if not (review.past_due_after or review.fees_after)
        else ""
    )


def _hints(review: Review) -> list[str]:
    if not review.order.pay_on or is_banking_day(review.effective_on):
        return []
    closed, opens = review.effective_on, next_banking_day(review.effective_on)
    said = say(
        "Banks are closed on {closed}. The payment counts that day; your bank "
        "is asked for the money on {opens}.",
        closed=weekday_date(closed),
        opens=weekday_date(opens),
    )
    return [said]


def _notes(review: Review, *, is_changed: bool) -> list[str]:
    said = [say(CHANGED)] if is_changed else []
    if review.misses_due_on:
        said.append(
            say(
                "Your payment is due {misses_due_on}, before that day. Choose an "
                "earlier day to pay it on time.",
                misses_due_on=long_date(review.misses_due_on),
            )
        )
    if review.autopay:
        said.append(_beside(review))
    if review.past_due_after or review.fees_after:
        still = dollars(review.past_due_after + review.fees_after)
        said.append(say("After this payment {still} stays open, past due or in fees.", still=still))
    if review.credit:
        said.append(
            say("{credit} is more than is owed. We refund it.", credit=dollars(review.credit))
        )
    return said


def _beside(review: Review) -> str:
    if review.autopay is None or not review.autopay.amount:
        return say(
            "Autopay is set for the same day. With this payment nothing is left "
            "for it to take that day."
        )
    return say(
        "Autopay takes {amount} on the same day, on top of this payment.",
        amount=dollars(review.autopay.amount),
    )
