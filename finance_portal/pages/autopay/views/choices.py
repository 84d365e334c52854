"""What can be chosen for autopay, and how the form is read. Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from finance_portal.domain.autopay import AmountRule, Frequency, Plan
from finance_portal.domain.cents import AmountRefused, Cents, dollars, parse_dollars
from finance_portal.language import say, say_number
from finance_portal.services.autopay.standing import Standing
from finance_portal.services.payment_methods import Method
from finance_portal.ui.forms import FormRefused, read_choice, read_text
from finance_portal.ui.wording import weekday_date

EARLIEST = 10


@dataclass(frozen=True)
class Choice:
    """Something to choose."""

    value: str = ""
    title: str = ""
    note: str = ""
    is_chosen: bool = False
    is_usable: bool = True


@dataclass(frozen=True)
class FormView:
    """The choices, with those made that are in force or were made before."""

    amounts: list[Choice] = field(default_factory=list)
    rhythms: list[Choice] = field(default_factory=list)
    days: list[Choice] = field(default_factory=list)
    methods: list[Choice] = field(default_factory=list)
    fixed: str = ""
    extra: str = ""
    starts_on: str = ""
    earliest: str = ""
    grace: str = ""
    balloon: str = ""
    covers_balloon: bool = False
    drafts_while_ahead: bool = False


def form(found: Standing, plan: Plan | None = None, method_ref: str = "") -> FormView:
    """Return the choices; what is in force is chosen, or else what most people want."""
    running = found.running if found.running and found.running.is_mine else None
    tomorrow = found.today + timedelta(days=1)
    chosen = plan or (running.plan if running else Plan(starts_on=tomorrow))
    usable = [each.ref for each in found.methods if each.usable]
    wanted = method_ref or (running.method_ref if running else "")
    paid_with = wanted if wanted in usable else next(iter(usable), "")
    return FormView(
        amounts=_amounts(found, chosen),
        rhythms=_rhythms(found, chosen),
        days=_days(found, chosen),
        methods=[_method(each, found, paid_with) for each in found.methods],
        fixed=_typed(chosen.fixed),
        extra=_typed(chosen.extra),
        starts_on=max(chosen.starts_on, tomorrow).isoformat(),
        earliest=tomorrow.isoformat(),
        grace=_grace(found),
        balloon=dollars(found.balloon) if found.balloon else "",
        covers_balloon=chosen.covers_balloon,
        drafts_while_ahead=chosen.drafts_while_ahead,
    )


def read_plan(form: dict[str, str], today: date) -> Plan:
    """Return what the form asks for. Raises FormRefused."""
    tomorrow = today + timedelta(days=1)
    amount = AmountRule(read_choice(form, "amount", set(AmountRule), say("Choose how much.")))
    frequency = Frequency(read_choice(form, "frequency", set(Frequency), say("Choose how often.")))
    is_fortnightly = frequency is Frequency.EVERY_TWO_WEEKS
    return Plan(
        amount=amount,
        fixed=_read_amount(form, "fixed") if amount is AmountRule.FIXED else 0,
        extra=_read_amount(form, "extra") if amount is AmountRule.DUE_PLUS else 0,
        frequency=frequency,
        days_after_due=0 if is_fortnightly else _read_days(form),
        starts_on=_read_start(form, tomorrow) if is_fortnightly else tomorrow,
        drafts_while_ahead="ahead" in form,
        covers_balloon="balloon" in form,
    )


def read_day(typed: str) -> date | None:
    """Return a day as a browser sends it; None when it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _read_amount(form: dict[str, str], field: str) -> Cents:
    try:
        return parse_dollars(read_text(form, field))
    except AmountRefused as refusal:
        raise FormRefused(field, str(refusal)) from refusal


def _read_days(form: dict[str, str]) -> int:
    allowed = {str(days) for days in range(-EARLIEST, EARLIEST + 1)}
    return int(read_choice(form, "days_after_due", allowed, say("Choose a day.")))


def _read_start(form: dict[str, str], tomorrow: date) -> date:
    day = read_day(read_text(form, "starts_on"))
    if day is None or not tomorrow <= day <= tomorrow + timedelta(days=60):
        raise FormRefused("starts_on", say("Choose a day from tomorrow up to 60 days ahead."))
    return day


def _amounts(found: Standing, plan: Plan) -> list[Choice]:
    rules = [
        (
            AmountRule.DUE,
            say("The amount due"),
            (
                say(
                    "Your installment, with anything past due and open fees. At the end, "
                    "exactly what is left."
                )
            ),
        ),
        (
            AmountRule.DUE_PLUS,
            say("The amount due and more"),
            say("What you add goes to principal alone: fewer payments, less interest."),
        ),
        (
            AmountRule.FIXED,
            say("A fixed amount"),
            say("The same every time. It does not follow late charges or a changed installment."),
        ),
    ]
    offered = rules[:1] if found.is_lease else rules
    return [
        Choice(rule, title, note, is_chosen=rule == plan.amount) for rule, title, note in offered
    ]


def _rhythms(found: Standing, plan: Plan) -> list[Choice]:
    half = dollars((found.installment + 1) // 2)
    rules = [
        (Frequency.MONTHLY, say("Once a month"), say("One debit for each installment.")),
        (
            Frequency.TWICE_A_MONTH,
            say("Twice a month"),
            say("About {half} 15 days before the due date, the rest with it.", half=half),
        ),
        (
            Frequency.EVERY_TWO_WEEKS,
            say("Every two weeks"),
            (
                say(
                    "About {half} each time, 26 times a year. Where a payment falls due "
                    "before the next debit, the rest of it is taken too, so that nothing "
                    "is late.",
                    half=half,
                )
            ),
        ),
    ]
    offered = rules[:2] if found.is_lease else rules
    return [
        Choice(rule, title, note, is_chosen=rule == plan.frequency) for rule, title, note in offered
    ]


def _days(found: Standing, plan: Plan) -> list[Choice]:
    return [
        Choice(str(days), _shift(days), is_chosen=days == plan.days_after_due)
        for days in range(-EARLIEST, found.days_after + 1)
    ]


def _shift(days: int) -> str:
    if days == 0:
        return say("On the due date")
    if days > 0:
        return say_number(days, "{number} day after", "{number} days after")
    return say_number(-days, "{number} day before", "{number} days before")


def _grace(found: Standing) -> str:
    if found.due_on is None or found.grace_end is None:
        return ""
    said = [
        say("Your next payment is due {due_on}.", due_on=weekday_date(found.due_on)),
        _grace_period(found, found.grace_end),
    ]
    if found.per_diem:
        said.append(
            say(
                "Each day later costs about {per_diem} of interest, each day earlier saves as "
                "much.",
                per_diem=dollars(found.per_diem),
            )
        )
    if found.days_after:
        said.append(
            say(
                "When banks are closed on the day, we debit the next banking day, never one after "
                "the grace period."
            )
        )
    return " ".join(said)


def _grace_period(found: Standing, grace_end: date) -> str:
    if not found.days_after:
        return say("There are no days of grace, so autopay pays by that day.")
    if not found.late_charge:
        return say(
            "If it is paid by {grace_end}, there is no late charge.",
            grace_end=weekday_date(grace_end),
        )
    return say(
        "If it is paid by {grace_end}, there is no late charge; after that it is {late_charge}.",
        grace_end=weekday_date(grace_end),
        late_charge=dollars(found.late_charge),
    )


def _method(method: Method, found: Standing, chosen: str) -> Choice:
    note = method.why_not or ""
    if method.usable and method.kind == "card":
        note = (
            say("{card_fee} each time", card_fee=dollars(found.card_fee))
            if found.card_fee
            else say("Free")
        )
    elif method.usable:
        note = say("Free")
    return Choice(
        method.ref, method.name, note, is_chosen=method.ref == chosen, is_usable=method.usable
    )


def _typed(amount: int) -> str:
    return dollars(amount).removeprefix("$") if amount else ""
