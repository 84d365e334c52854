"""The form: what can be paid, when and what with."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from finance_portal.domain.calendar import is_banking_day
from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import say
from finance_portal.services.payment_methods import Method
from finance_portal.services.payments import Option, PaymentChoices
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import listed, long_date, weekday_date

OTHER = "other"
NOW, LATER = "now", "later"
CARD = "card"


@dataclass(frozen=True)
class Wanted:
    """What is chosen before the borrower touches the form."""

    choice: str = ""
    method: str = ""
    pay_on: date | None = None
    instead_of: str = ""  # the scheduled payment that is being changed


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

    key: str = ""  # another one draws the form anew, with what is chosen in it
    vehicle: str = ""
    options: list[OptionView] = field(default_factory=list)
    methods: list[MethodView] = field(default_factory=list)
    asks_other: bool = False
    other_note: str = ""
    is_later: bool = False
    only_today: bool = False  # a delegate pays at once
    now_note: str = ""
    cut_off: str = ""  # an instant, for the browser to say in the borrower's own time
    later_note: str = ""
    pay_on: str = ""
    first_day: str = ""
    last_day: str = ""
    is_change: bool = False
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_payable: bool = False
    has_method: bool = False


def choices(found: PaymentChoices, wanted: Wanted) -> Choices:
    """Return the form with choices made in advance: the wanted ones, else the first of each."""
    offered = [option.choice for option in found.offered]
    chosen = wanted.choice if wanted.choice in {*offered, OTHER} else _first(offered)
    usable = [each.ref for each in found.methods if each.usable]
    paid_with = wanted.method if wanted.method in usable else next(iter(usable), "")
    tomorrow = found.today + timedelta(days=1)
    day = (wanted.pay_on or tomorrow).isoformat()
    return Choices(
        key=f"{found.contract_ref} {chosen} {day} {paid_with} {wanted.instead_of}",
        vehicle=found.vehicle,
        options=[_option(option, found, chosen) for option in found.offered],
        methods=[_method(each, found, paid_with) for each in found.methods],
        asks_other=chosen == OTHER,
        other_note=_other_note(found),
        is_later=bool(wanted.pay_on or wanted.instead_of) and not found.access.is_delegated,
        only_today=found.access.is_delegated,
        now_note=_now_note(found),
        cut_off=found.cut_off.isoformat() if found.effective_on == found.today else "",
        later_note=say("Any day until {last_day}.", last_day=long_date(found.last_day)),
        pay_on=day,
        first_day=tomorrow.isoformat(),
        last_day=found.last_day.isoformat(),
        is_change=bool(wanted.instead_of),
        facts=_good_to_know(found),
        notes=_notes(found, wanted),
        is_payable=(found.maximum > 0 or bool(found.offered)) and not found.restricted.read_only,
        has_method=bool(found.methods),
    )


def _first(offered: list[str]) -> str:
    """Return what is chosen in advance: never to buy the vehicle, which has to be meant."""
    return next((each for each in offered if each != "buyout"), OTHER)


def typed(amount: Cents) -> str:
    """Return an amount as it would be typed."""
    return f"{amount // 100}.{amount % 100:02d}"


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
            return (
                say("Open charges and fees"),
                say("Your payments are current; only these are open."),
            )
        case "past_due":
            return say("Everything past due"), _past_due(found)
        case "payoff":
            return (
                say("Pay it off"),
                say("Closes the loan: the balance, interest to that day and any fees."),
            )
        case "buyout":
            return (
                say("Buy the vehicle"),
                say(
                    "With its fee and tax. Payments left and the disposition fee are then not owed."
                ),
            )
    if found.next_due_on is None:
        return say("Amount due"), say("Your payment.")
    return say("Amount due"), say("Your payment due {day}.", day=long_date(found.next_due_on))


def _past_due(found: PaymentChoices) -> str:
    past_due = dollars(found.past_due)
    if not found.fees:
        return say("{past_due} past due. Brings your contract current.", past_due=past_due)
    return say(
        "{past_due} past due and {fees} in charges and fees. Brings your contract current.",
        past_due=past_due,
        fees=dollars(found.fees),
    )


def _other_note(found: PaymentChoices) -> str:
    if not found.maximum:
        return say("Nothing is due: all payments are made.")
    most = dollars(found.maximum)
    if found.restricted.no_payoff:
        return say("Next you choose what any extra does.")
    if found.kind == "lease":
        return say(
            "Up to {most}, all that is left to pay. More than is due covers later payments.",
            most=most,
        )
    return say("Up to {most}. Next you choose what any extra does.", most=most)


def _now_note(found: PaymentChoices) -> str:
    if found.effective_on == found.today:
        return say("Counts as paid today")  # and until when: the browser says it in its own time
    day = weekday_date(found.effective_on)
    if is_banking_day(found.today):
        return say("Counts as paid on {day}: it is past 7 PM Eastern.", day=day)
    return say("Counts as paid on {day}: banks are closed today.", day=day)


def _method(method: Method, found: PaymentChoices, chosen: str) -> MethodView:
    return MethodView(
        ref=method.ref,
        label=method.name,
        kind=method.kind,
        note=_method_note(method, found),
        is_usable=method.usable,
        is_chosen=method.ref == chosen,
    )


def _method_note(method: Method, found: PaymentChoices) -> str:
    if not method.usable:
        return method.why_not or say("This cannot be used now.")
    if method.kind == CARD:
        if not found.card_fee:
            return say("Posts the same day. No fee.")
        return say("Posts the same day. Card fee {fee}.", fee=dollars(found.card_fee))
    return say(
        "Paid today, it settles by {bank_settles_on}. No fee.",
        bank_settles_on=long_date(found.bank_settles_on),
    )


def _good_to_know(found: PaymentChoices) -> list[Fact]:
    fee = (
        say(
            "{card_fee} by debit card, as your contract says. None from a bank account.",
            card_fee=dollars(found.card_fee),
        )
        if found.card_fee
        else say("None, by bank account or debit card.")
    )
    return [
        Fact(say("Paid today"), say("Before 7 PM Eastern on a banking day, it counts that day.")),
        Fact(
            say("Paid on a later day"),
            say(
                "It counts on the day you choose, even a weekend or a holiday. Your "
                "bank moves the money on the next banking day."
            ),
        ),
        Fact(
            say("Change of mind"), say("Change or cancel it until 7 PM Eastern on the day before.")
        ),
        Fact(say("Paying ahead"), say("Interest still builds up daily, on a lower balance.")),
        Fact(say("Fee"), fee),
    ]


def _notes(found: PaymentChoices, wanted: Wanted) -> list[str]:
    said = []
    if wanted.instead_of and wanted.pay_on:
        said.append(
            say(
                "This changes the payment that is set for {pay_on}. It stays as it is "
                "until you have saved the change.",
                pay_on=weekday_date(wanted.pay_on),
            )
        )
    if wanted.pay_on and not wanted.instead_of and wanted.choice == "payoff":
        said.append(
            say(
                "You chose {pay_on}. Next you see what pays it off on that day.",
                pay_on=weekday_date(wanted.pay_on),
            )
        )
    if found.in_flight:
        said.append(
            say(
                "{in_flight} is already on its way. The amounts here have it taken "
                "off, so that you do not pay twice.",
                in_flight=dollars(found.in_flight),
            )
        )
    if found.scheduled:
        planned = [
            say("{amount} on {day}", amount=dollars(each.amount or 0), day=long_date(each.on))
            for each in found.scheduled
        ]
        said.append(say("Already scheduled: {planned}.", planned=listed(planned)))
    if found.autopay:
        said.append(
            say("Autopay is on. Its next debit is on {on}.", on=weekday_date(found.autopay.on))
        )
    return said
