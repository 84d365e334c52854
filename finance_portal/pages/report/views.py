"""What can be reported, and what a report has stopped, in words. Pure."""

from dataclasses import dataclass, field
from datetime import date

from finance_portal.domain.cents import dollars
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.language import long_day, say, sentence, short_day
from finance_portal.services.unauthorized.reporting import Told
from finance_portal.services.unauthorized.showing import Case, Drawn, Reportable, Stopped
from finance_portal.ui.surfaces import Fact

PAYMENT, METHOD, SIGN_IN = "payment-", "method-", "sign-in"
AT_THE_BANK = {PaymentStatus.SUBMITTING, PaymentStatus.PROCESSING}
STOPPED = {
    "method": sentence("{name} is frozen: nobody can debit it here."),
    "autopay": sentence("Autopay for {name} is paused."),
    "scheduled": sentence("The payment of {amount} set for {day} is canceled."),
    "payment": sentence("A payment of {amount} was stopped before it left."),
    "retry": sentence("The payment of {amount} that came back is not tried again."),
}
BY_WHOM = {
    "autopay": sentence("by autopay"),
    "scheduled": sentence("as scheduled"),
    "retry": sentence("a second try"),
    "guest": sentence("as a guest"),
}


@dataclass(frozen=True)
class Item:
    """Something that can be ticked."""

    name: str = ""
    title: str = ""
    detail: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class CaseView:
    """The open case."""

    ref: str = ""
    stopped: list[str] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)
    clock: list[Fact] = field(default_factory=list)
    today: str = ""


@dataclass(frozen=True)
class View:
    """Everything that the page shows."""

    payments: list[Item] = field(default_factory=list)
    methods: list[Item] = field(default_factory=list)
    case: CaseView = CaseView()


def view(found: Reportable, *, chosen: tuple[str, str], today: date) -> View:
    """Return what can be reported; `chosen` are the refs that the address names."""
    payment, method = chosen
    return View(
        payments=[
            Item(
                f"{PAYMENT}{each.ref}",
                f"{dollars(each.amount)}, {short_day(each.on)}",
                _how(each),
                each.ref == payment,
            )
            for each in found.payments
        ],
        methods=[
            Item(
                f"{METHOD}{each.ref}",
                each.name,
                each.label if each.label != each.name else "",  # it has no name of its own
                each.ref == method,
            )
            for each in found.methods
        ],
        case=_case(found.case, today) if found.case else CaseView(),
    )


def read(form: dict[str, str]) -> Told:
    """Return what was ticked and typed."""
    ticked = [name for name, value in form.items() if value]
    return Told(
        payments=tuple(n.removeprefix(PAYMENT) for n in ticked if n.startswith(PAYMENT)),
        methods=tuple(n.removeprefix(METHOD) for n in ticked if n.startswith(METHOD)),
        is_sign_in=bool(form.get(SIGN_IN)),
        details=form.get("details", "").strip(),
    )


def _how(each: Drawn) -> str:
    return (
        say("{account}, {how}", account=each.method, how=say(BY_WHOM[each.origin]))
        if each.origin in BY_WHOM
        else each.method
    )


def _case(case: Case, today: date) -> CaseView:
    return CaseView(
        ref=case.ref,
        stopped=[_stopped(each) for each in case.stopped],
        payments=[_payment(each) for each in case.payments],
        clock=_clock(case),
        today=today.isoformat(),
    )


def _stopped(each: Stopped) -> str:
    return say(
        STOPPED[each.kind],
        name=each.name,
        amount=dollars(each.amount or 0),
        day=long_day(each.on) if each.on else "",
    )


def _payment(each: Drawn) -> str:
    """Say honestly how far a reported payment has come."""
    amount, day = dollars(each.amount), long_day(each.on)
    status = PaymentStatus(each.status)
    if status in AT_THE_BANK:
        return say(
            "{amount} of {day} is at the bank already: we cannot call it back. Ask your bank to"
            " stop it, or to take it back once it is taken.",
            amount=amount,
            day=day,
        )
    if status is PaymentStatus.CANCELED:
        return say("{amount} of {day} was stopped before it left.", amount=amount, day=day)
    if status is PaymentStatus.RETURNED:
        return say("{amount} of {day}: your bank has taken it back.", amount=amount, day=day)
    return say(
        "{amount} of {day} was taken. Your bank can take it back; there is no late charge while"
        " your case is open.",
        amount=amount,
        day=day,
    )


def _clock(case: Case) -> list[Fact]:
    bank = (
        [
            Fact(
                say("Through {day}", day=long_day(case.bank_by)),
                say(
                    "Tell your bank, best today, that you did not authorize the debit. It has to"
                    " look into what it hears within 60 days of the statement that shows it."
                ),
            )
        ]
        if case.bank_by
        else []
    )
    return [
        Fact(say("At once"), say("Nothing is debited any more. There is no late charge.")),
        *bank,
        Fact(
            say("By {day}", day=long_day(case.answer_by)),
            say("A person tells you what we found: in ten banking days."),
        ),
        Fact(
            say("By {day}", day=long_day(case.final_by)),
            say("If it takes longer, the case is closed within 45 days."),
        ),
    ]
