"""What the pay page says: what may be paid, and what a payment will do. Pure."""

from dataclasses import dataclass, field

from finance_portal.domain.cents import Cents, dollars
from finance_portal.services.payment_methods import Method
from finance_portal.services.payments import Option, PaymentChoices, Review
from finance_portal.ui.money import Part, split
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import long_date, weekday_date

OTHER = "other"
CARD = "card"
CHANGED = (
    "Your account changed while this page was open. Nothing was paid. These are the new figures."
)


@dataclass(frozen=True)
class OptionView:
    """An amount to choose."""

    choice: str = ""
    title: str = ""
    amount: str = ""
    note: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class MethodView:
    """Something to pay with."""

    ref: str = ""
    label: str = ""
    kind: str = ""
    note: str = ""
    is_usable: bool = True
    is_chosen: bool = False


@dataclass(frozen=True)
class Choices:
    """The form, ready to show."""

    vehicle: str = ""
    options: list[OptionView] = field(default_factory=list)
    methods: list[MethodView] = field(default_factory=list)
    asks_other: bool = False
    other_note: str = ""
    facts: list[Fact] = field(default_factory=list)
    in_flight: str = ""
    is_payable: bool = False
    has_method: bool = False


@dataclass(frozen=True)
class Preview:
    """What a payment will do, before it is made."""

    amount: str = ""
    method: str = ""
    parts: list[Part] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    authorization: str = ""
    action: str = ""


def choices(found: PaymentChoices, *, wanted: str, method: str = "") -> Choices:
    """Return the form with a choice made in advance: the wanted one, else the first."""
    offered = [option.choice for option in found.options]
    chosen = wanted if wanted in {*offered, OTHER} else next(iter(offered), OTHER)
    usable = [each.ref for each in found.methods if each.usable]
    paid_with = method if method in usable else next(iter(usable), "")
    return Choices(
        vehicle=found.vehicle,
        options=[_option(option, found, chosen) for option in found.options],
        methods=[_method(each, found, paid_with) for each in found.methods],
        asks_other=chosen == OTHER,
        other_note=_other_note(found),
        facts=_when(found),
        in_flight=_in_flight(found.in_flight),
        is_payable=found.maximum > 0,
        has_method=bool(found.methods),
    )


def preview(review: Review, *, is_changed: bool = False) -> Preview:
    """Return what a payment will do; `is_changed` when it is not what was shown before."""
    amount = dollars(review.order.amount)
    return Preview(
        amount=amount,
        method=review.method.label,
        parts=split(
            principal=review.principal,
            interest=review.interest,
            fees=review.fees,
            credit=review.credit,
        ),
        facts=[
            Fact("Counts as paid on", weekday_date(review.effective_on)),
            Fact("Leaves your account", _leaves(review)),
            Fact(
                "Left to pay after it" if review.is_lease else "Balance after it",
                dollars(review.principal_after),
            ),
            Fact("Next payment", _following(review)),
        ],
        notes=_notes(review, is_changed=is_changed),
        authorization=review.authorization,
        action=f"Pay {amount}",
    )


def _option(option: Option, found: PaymentChoices, chosen: str) -> OptionView:
    title, note = _words(option, found)
    return OptionView(
        choice=option.choice,
        title=title,
        amount=dollars(option.amount),
        note=note,
        is_chosen=option.choice == chosen,
    )


def _words(option: Option, found: PaymentChoices) -> tuple[str, str]:
    match option.choice:
        case "past_due" if not found.past_due:
            return "Open charges and fees", "Your payments are current; only these are open."
        case "past_due":
            fees = f" and {dollars(found.fees)} in charges and fees" if found.fees else ""
            return (
                "Everything past due",
                f"{dollars(found.past_due)} past due{fees}. Brings your contract current.",
            )
        case "payoff":
            return "Pay it off", "Closes the loan: the balance, interest to that day and any fees."
    due_on = f" due {long_date(found.next_due_on)}" if found.next_due_on else ""
    return "Amount due", f"Your payment{due_on}."


def _other_note(found: PaymentChoices) -> str:
    most = dollars(found.maximum)
    if found.kind == "lease":
        return f"Up to {most}, all that is left to pay. More than is due covers later payments."
    return (
        f"Up to {most}. More than is due lowers your balance at once and counts toward your next"
        " payments."
    )


def _method(method: Method, found: PaymentChoices, chosen: str) -> MethodView:
    settles = (
        "Posts at once. No fee."
        if method.kind == CARD
        else f"Settles by {long_date(found.bank_settles_on)}. No fee."
    )
    return MethodView(
        ref=method.ref,
        label=method.label,
        kind=method.kind,
        note=settles if method.usable else method.why_not or "This cannot be used now.",
        is_usable=method.usable,
        is_chosen=method.ref == chosen,
    )


def _when(found: PaymentChoices) -> list[Fact]:
    is_today = found.effective_on == found.today
    counts = f"{weekday_date(found.effective_on)}{', today' if is_today else ''}"
    return [
        Fact("Made on", weekday_date(found.today)),
        Fact("Counts as paid on", counts),
        Fact("Why that day", "Paid before 7 pm Eastern on a banking day, it counts that day."),
        Fact("Fee", "None, by bank account or debit card."),
    ]


def _in_flight(amount: Cents) -> str:
    if not amount:
        return ""
    return (
        f"{dollars(amount)} is already on its way. The amounts here have it taken off, so that you"
        " do not pay twice."
    )


def _leaves(review: Review) -> str:
    if review.method.kind == CARD:
        return f"{long_date(review.today)}, at once"
    return f"by {weekday_date(review.settles_on)}"


def _following(review: Review) -> str:
    if review.closes or review.next_due_on is None:
        return "None, this closes the contract"
    return f"{dollars(review.next_due_amount)} due {long_date(review.next_due_on)}"


def _notes(review: Review, *, is_changed: bool) -> list[str]:
    said = []
    if is_changed:
        said.append(CHANGED)
    if review.past_due_after or review.fees_after:
        still = dollars(review.past_due_after + review.fees_after)
        said.append(f"After this payment {still} stays open, past due or in fees.")
    if review.credit:
        said.append(f"{dollars(review.credit)} is more than is owed. We refund it.")
    return said
