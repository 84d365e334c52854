"""Another due date, or an extension, in words: what there is to choose, and what it does. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from finance_portal.domain.cents import dollars
from finance_portal.domain.schedule import ScheduleRow
from finance_portal.language import say, say_number
from finance_portal.services.relief.effects import AutopayMove, Effect, Kind, Option
from finance_portal.services.relief.signing import Proposal
from finance_portal.ui import routes
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import listed, long_date, weekday_date

ROUTES = {Kind.DUE_DATE: routes.CHANGE_DUE_DATE, Kind.EXTENSION: routes.EXTENSION}
PURPOSE = "agreements"


@dataclass(frozen=True)
class ChoiceView:
    """A day, or a number of months, to choose."""

    value: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class RowView:
    """A row of the new schedule."""

    number: str = ""
    due: str = ""
    payment: str = ""
    interest: str = ""
    principal: str = ""
    balance: str = ""


@dataclass(frozen=True)
class ChangeRow:
    """What is one way now, and another way then; `was` is empty where it stays as it is."""

    label: str = ""
    was: str = ""
    becomes: str = ""


@dataclass(frozen=True)
class ProposalView:
    """What is about to be signed, with all that it does."""

    title: str = ""
    cost: str = ""
    working: list[str] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warning: str = ""
    words: list[str] = field(default_factory=list)
    rows: list[RowView] = field(default_factory=list)
    row_count: str = ""
    confirm: str = ""  # the step-up, which leads back here
    who: list[Fact] = field(default_factory=list)
    is_waiting: bool = False
    must_sign: bool = True
    can_withdraw: bool = False
    can_disagree: bool = False  # with what somebody else has asked for
    action: str = ""


def choices(found: Sequence[Option]) -> list[ChoiceView]:
    """Return what can be chosen."""
    return [_choice(each, each.effect) for each in found if each.effect]


def proposal(found: Proposal, *, is_changed: bool = False) -> ProposalView:
    """Return what is about to be signed; `is_changed` when it is not what was shown before."""
    effect, asked = found.effect, found.asked
    added = effect.preview.total_interest_added
    must_sign = asked is None or asked.must_sign
    return ProposalView(
        title=_title(effect),
        cost=say("It costs {added} more interest in all.", added=dollars(added)),
        working=list(found.working),
        changes=_changes(effect),
        notes=_notes(found),
        warning=_warning(found, is_changed=is_changed),
        words=list(found.words),
        rows=[_row(each) for each in effect.preview.after],
        row_count=say_number(
            len(effect.preview.after),
            "{number} payment, if every payment is made on its due date",
            "{number} payments, if every payment is made on its due date",
        ),
        confirm=_confirm(found),
        who=_who(found),
        is_waiting=asked is not None,
        must_sign=must_sign,
        can_withdraw=asked is not None and asked.is_mine,
        can_disagree=asked is not None and asked.must_sign and not asked.is_mine,
        action=say("Sign") if found.others else say("Sign and put it in force"),
    )


def _warning(found: Proposal, *, is_changed: bool) -> str:
    """Say why it is to be read, and signed, once more."""
    if is_changed:
        return say("Something changed meanwhile. Please read it again.")
    if found.asked and found.asked.is_mine and found.asked.must_sign:
        return say(
            "Something was posted after you signed, so the figures are others now. "
            "Please read them again and sign again, or take it back."
        )
    return ""


def _choice(option: Option, effect: Effect) -> ChoiceView:
    shown = effect.preview
    more = dollars(shown.total_interest_added)
    if effect.choice.kind is Kind.DUE_DATE:
        note = say("{more} more interest in all", more=more)
        return ChoiceView(str(option.number), weekday_date(shown.next_due_on), note)
    note = say(
        "Skips {days}. Next payment {next_due_on}. {more} more interest in all.",
        days=listed([long_date(each) for each in effect.skipped]),
        next_due_on=long_date(shown.next_due_on),
        more=more,
    )
    title = say_number(option.number, "{number} month", "{number} months")
    return ChoiceView(str(option.number), title, note)


def _title(effect: Effect) -> str:
    if effect.choice.kind is Kind.DUE_DATE:
        return say("Due on day {number} of the month", number=effect.choice.number)
    return say_number(
        effect.choice.number,
        "{number} payment moved to the end",
        "{number} payments moved to the end",
    )


def _changes(effect: Effect) -> list[ChangeRow]:
    shown = effect.preview
    before, after = shown.before[0], shown.after[0]
    upcoming = effect.position.next_installment  # what is past due was due before today
    was_due = upcoming.due_on if upcoming else before.due_on
    return [
        _change(say("Next payment due"), long_date(was_due), long_date(after.due_on)),
        _change(say("Next payment"), dollars(before.payment), dollars(after.payment)),
        _change(
            say("Interest in it"), dollars(shown.next_interest_before), dollars(shown.next_interest)
        ),
        _change(
            say("Last payment due"),
            long_date(effect.position.maturity_on),
            long_date(shown.maturity_on),
        ),
        _change(
            say("Last payment"), dollars(shown.final_payment_before), dollars(shown.final_payment)
        ),
    ]


def _change(label: str, was: str, becomes: str) -> ChangeRow:
    return ChangeRow(label, "" if was == becomes else was, becomes)


def _notes(found: Proposal) -> list[str]:
    effect = found.effect
    notes = [_autopay(found.autopay)]
    if count := effect.preview.payments_to_interest_only:
        notes.append(
            say_number(
                count,
                "The first payment goes to interest only: nothing of it lowers the principal.",
                "The first {number} payments go to interest only: nothing of it lowers the"
                " principal.",
            )
        )
    notes += [
        say(
            "The payment of {amount} that you ordered for {on} is still made. If "
            "you do not want it, cancel it under Scheduled.",
            amount=dollars(amount),
            on=long_date(on),
        )
        for on, amount in found.ordered
    ]
    notes.append(
        say("Reported as current: moving a due date by agreement is not a late payment.")
        if not effect.position.past_due
        else say(
            "What is late until today was reported as it was; from today on the new dates count."
        )
    )
    return [each for each in notes if each]


def _autopay(move: AutopayMove | None) -> str:
    if move is None:
        return say("Autopay is off, so nothing is debited by itself.")
    whose = say("Autopay") if move.is_mine else say("The other borrower's autopay")
    if move.now_on is None:
        return say("{whose} stays on, and has no next debit then. Please look at it.", whose=whose)
    day = weekday_date(move.now_on)
    if not move.left_out:
        return say("{whose} stays on: its next debit is on {day}.", whose=whose, day=day)
    return say(
        "{whose} stays on: its next debit is on {day}. Nothing is debited on {left_out}.",
        whose=whose,
        day=day,
        left_out=listed([long_date(each) for each in move.left_out]),
    )


def _confirm(found: Proposal) -> str:
    choice = found.wanted.choice
    back = f"{ROUTES[choice.kind]}%3F{routes.ACCOUNT}%3D{found.wanted.contract_ref}"
    return routes.of_confirm(
        PURPOSE, f"{back.replace('/', '%2F')}%26{routes.CHOICE}%3D{choice.number}"
    )


def _who(found: Proposal) -> list[Fact]:
    asked = found.asked
    if asked is None:
        others = [Fact(each, say("Signs after you, within 5 days")) for each in found.others]
        return [Fact(say("You"), say("Sign now")), *others] if others else []
    mine, through = say("You have not signed"), say("Has not signed")
    if asked.through:
        day = weekday_date(asked.through)
        mine = say("You have until {through}", through=day)
        through = say("Has until {through}", through=day)
    signed = [each for each in found.others if each not in asked.waits_for]
    return [
        Fact(say("You"), mine if asked.must_sign else say("Have signed")),
        *(Fact(each, say("Has signed")) for each in signed),
        *(Fact(each, through) for each in asked.waits_for),
    ]


def _row(row: ScheduleRow) -> RowView:
    return RowView(
        number=str(row.number),
        due=long_date(row.due_on),
        payment=dollars(row.payment),
        interest=dollars(row.interest),
        principal=dollars(row.principal),
        balance=dollars(row.balance),
    )
