"""What the autopay page says: how it stands, what can be chosen, what is signed. Pure."""

from dataclasses import dataclass, field

from finance_portal.documents.authorization_words import in_words, rhythm
from finance_portal.domain.autopay import Debit
from finance_portal.domain.cents import dollars
from finance_portal.domain.rates import Rate, percent
from finance_portal.language import say, sentence
from finance_portal.pages.autopay.views.choices import FormView, form
from finance_portal.services.autopay.signing import Proposal
from finance_portal.services.autopay.standing import Running, Standing
from finance_portal.ui import routes
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import long_date, plural, weekday_date

BY_HAND = sentence("Nothing is debited now: please pay what falls due by hand.")
CATCHES_UP = sentence(
    "With what was skipped, and its late charge, unless you pay it by hand before."
)

__all__ = [
    "DebitView",
    "FormView",
    "ProposalView",
    "RunningView",
    "View",
    "form",
    "proposal",
    "view",
]


@dataclass(frozen=True)
class DebitView:
    """One line of the forecast."""

    on: str = ""  # for a button
    day: str = ""
    amount: str = ""
    note: str = ""
    chip: str = ""
    tone: str = "calm"
    can_skip: bool = False
    is_skipped: bool = False


@dataclass(frozen=True)
class RunningView:
    """Autopay that is on or paused."""

    title: str = ""
    chip: str = ""
    tone: str = "good"
    amount: str = ""
    working: list[str] = field(default_factory=list)
    when: str = ""
    why: str = ""
    facts: list[Fact] = field(default_factory=list)
    debits: list[DebitView] = field(default_factory=list)
    count: str = ""
    copy: str = ""  # the address of the PDF
    is_mine: bool = False
    is_paused: bool = False
    must_sign: bool = False


@dataclass(frozen=True)
class View:
    """The page."""

    is_on: bool = False
    is_closed: bool = False
    has_method: bool = False
    discount: str = ""
    past_due: str = ""
    running: RunningView = RunningView()


@dataclass(frozen=True)
class ProposalView:
    """What is about to be signed."""

    words: list[str] = field(default_factory=list)
    debits: list[DebitView] = field(default_factory=list)
    count: str = ""
    notes: list[str] = field(default_factory=list)
    action: str = ""


def view(found: Standing) -> View:
    """Return the page."""
    return View(
        is_on=found.running is not None,
        is_closed=found.is_closed,
        has_method=any(each.usable for each in found.methods),
        discount=_discount(found),
        past_due=_past_due(found),
        running=_running(found.running, found) if found.running else RunningView(),
    )


def proposal(found: Proposal, *, is_changed: bool = False) -> ProposalView:
    """Return what is about to be signed; `is_changed` when it is not what was shown before."""
    notes = []
    if is_changed:
        notes.append(say("Something changed while this page was open. Please read it again."))
    if found.past_due:
        notes.append(
            say(
                "{past_due} is open already. The first debit takes it too; you can "
                "also pay it today.",
                past_due=dollars(found.past_due),
            )
        )
    if found.card_fee:
        notes.append(
            say(
                "Each card payment costs {card_fee}. A bank account is free.",
                card_fee=dollars(found.card_fee),
            )
        )
    return ProposalView(
        words=list(found.words),
        debits=lines(found.forecast, can_skip=False),
        count=_count(found.forecast),
        notes=notes,
        action=say("Sign the change") if found.is_change else say("Sign and turn on autopay"),
    )


def lines(debits: tuple[Debit, ...], *, can_skip: bool) -> list[DebitView]:
    """Return the forecast, line by line."""
    before = (None, *debits)
    return [
        _line(each, can_skip=can_skip, follows_skip=bool(last and last.skipped))
        for last, each in zip(before, debits, strict=False)
    ]


def _line(found: Debit, *, can_skip: bool, follows_skip: bool) -> DebitView:
    chip, tone = _chip(found)
    return DebitView(
        on=found.debit_on.isoformat(),
        day=weekday_date(found.debit_on),
        amount=dollars(found.amount),
        note=_note(found, follows_skip=follows_skip),
        chip=chip,
        tone=tone,
        can_skip=can_skip and bool(found.amount),
        is_skipped=can_skip and found.skipped,
    )


def _running(running: Running, found: Standing) -> RunningView:
    following = running.following
    chip, tone = _status(running)
    return RunningView(
        title=say("Next debit") if following else say("Autopay"),
        chip=chip,
        tone=tone,
        amount=dollars(following.amount) if following else "",
        working=list(running.working),
        when=weekday_date(following.debit_on) if following else "",
        why=f"{running.why} {say(BY_HAND)}".strip() if running.is_paused else "",
        facts=_facts(running, found),
        debits=lines(running.forecast, can_skip=running.is_mine),
        count=_count(running.forecast),
        copy=f"{routes.AUTOPAY_COPY}?{routes.REF}={running.authorization}"
        if running.is_mine
        else "",
        is_mine=running.is_mine,
        is_paused=running.is_paused,
        must_sign=not running.has_permission,
    )


def _status(running: Running) -> tuple[str, str]:
    if running.is_paused:
        return say("Paused"), "warn"
    if running.paused_until:
        return say(
            "Paused until {paused_until}", paused_until=long_date(running.paused_until)
        ), "warn"
    return say("On"), "good"


def _facts(running: Running, found: Standing) -> list[Fact]:
    facts = [
        Fact(say("How much"), in_words(running.plan)),
        Fact(say("When"), rhythm(running.plan)),
        Fact(say("From"), running.method),
        Fact(
            say("While paid ahead"),
            say("Goes on") if running.plan.drafts_while_ahead else say("Waits"),
        ),
        Fact(say("Signed on"), long_date(running.signed_on)),
    ]
    if running.change_by and running.stop_by:
        facts += [
            Fact(say("Change or skip it through"), weekday_date(running.change_by)),
            Fact(say("Stop it at your bank by"), weekday_date(running.stop_by)),
        ]
    following = running.following
    if following and following.debit_on in running.announced:
        facts.append(Fact(say("We wrote to you about"), dollars(following.amount)))
    if found.discount_ppm and not running.is_paused:
        facts.append(Fact(say("Your rate is lower by"), percent(Rate.ppm(found.discount_ppm))))
    return facts


def _chip(found: Debit) -> tuple[str, str]:
    if found.skipped:
        return say("Skipped"), "warn"
    if found.is_last:
        return say("Last one"), "good"
    if not found.amount:
        return say("Nothing due"), "calm"
    return "", "calm"


def _note(found: Debit, *, follows_skip: bool) -> str:
    words = []
    if follows_skip and found.amount:
        words.append(say(CATCHES_UP))
    if found.note and not found.skipped:
        words.append(found.note)
    if found.is_moved and found.amount:
        words.append(
            say(
                "Moved from {wanted_on}: banks are closed.", wanted_on=weekday_date(found.wanted_on)
            )
        )
    if found.principal_only:
        words.append(
            say(
                "{principal_only} of it to principal.", principal_only=dollars(found.principal_only)
            )
        )
    if found.is_last:
        words.append(say("Exactly what then pays off the contract."))
    return " ".join(words)


def _count(debits: tuple[Debit, ...]) -> str:
    taken = [each.amount for each in debits if each.amount]
    if not taken:
        return say("Nothing is debited in the next 12 months.")
    return say(
        "{debits} in the next 12 months, {amount} in all",
        debits=plural(len(taken), "debit"),
        amount=dollars(sum(taken)),
    )


def _discount(found: Standing) -> str:
    if not found.discount_ppm:
        return ""
    less = percent(Rate.ppm(found.discount_ppm))
    return say("While autopay is on, your interest rate is {less} a year lower.", less=less)


def _past_due(found: Standing) -> str:
    return dollars(found.to_cure) if found.to_cure else ""
