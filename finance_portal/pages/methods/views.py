"""The accounts and cards, ready to show, and what came of adding one."""

from dataclasses import dataclass
from datetime import datetime

from finance_portal.language import say, say_number, sentence
from finance_portal.services.method_setup import Came
from finance_portal.services.payment_methods import Method, Standing
from finance_portal.ui import wording

STATUS = {
    Standing.USABLE: (sentence("Ready"), "good"),
    Standing.VERIFY: (sentence("Confirm deposits"), "warn"),
    Standing.BLOCKED: (sentence("Cannot be used"), "danger"),
}
SEEN = {  # what is on the statement soon, and by a day
    "amounts": (
        sentence("Two deposits below a dollar each will be on the statement soon."),
        sentence("Two deposits below a dollar each will be on the statement by {day}."),
    ),
    "code": (
        sentence("A deposit of 1 cent with a code beside it will be on the statement soon."),
        sentence("A deposit of 1 cent with a code beside it will be on the statement by {day}."),
    ),
}
VERIFIED = sentence("Thank you. The account is confirmed, and you can pay from it.")


@dataclass(frozen=True)
class MethodRow:
    """One account or card."""

    ref: str = ""
    place: str = ""  # the id of its form
    name: str = ""
    detail: str = ""
    nickname: str = ""
    is_card: bool = False
    is_default: bool = False
    can_default: bool = False
    status: str = ""
    tone: str = "calm"
    why: str = ""
    asks: str = ""  # "amounts" or "descriptor_code" while deposits wait to be told
    arrives: str = ""
    tries: str = ""


@dataclass(frozen=True)
class Said:
    """What is said above the list."""

    words: str = ""
    tone: str = "info"


def rows(methods: list[Method]) -> list[MethodRow]:
    """Return every method as it is shown."""
    return [_row(method) for method in methods]


def said_of(came: Came) -> Said:
    """Say what came of a visit to the processor's page."""
    match came.status:
        case "done":
            return Said(
                say("{method} is ready. You can pay with it now.", method=came.label), "good"
            )
        case "waiting":
            return Said(
                say(
                    "{method} is saved. Small deposits are on their way to confirm that it is "
                    "yours: tell us below what arrived.",
                    method=came.label,
                ),
                "info",
            )
        case "open":
            return Said(say("Nothing was saved yet. You can go on, or start again."), "info")
    return Said(came.why, "warn")


def _row(method: Method) -> MethodRow:
    status, tone = STATUS[method.standing]
    waits = method.standing is Standing.VERIFY
    return MethodRow(
        ref=method.ref,
        place=f"method-{method.ref}",
        name=method.nickname or method.label,
        detail=_detail(method),
        nickname=method.nickname,
        is_card=method.kind == "card",
        is_default=method.is_default,
        can_default=method.usable and not method.is_default,
        status=say(status),
        tone=tone,
        why="" if waits else method.why_not or "",
        asks=method.verification,
        arrives=_arrival(method) if waits else "",
        tries=say_number(
            method.tries_left, "You can try {number} time.", "You can try {number} times."
        )
        if waits
        else "",
    )


def _detail(method: Method) -> str:
    parts = [method.label] if method.nickname else []
    if method.expires_on:
        parts.append(say("Good through {month}", month=wording.month_of(method.expires_on)))
    if method.added_at:
        parts.append(say("Added {day}", day=_day(method.added_at)))
    return " · ".join(parts)


def _arrival(method: Method) -> str:
    """Say what is sent, when it is seen, and until when it can be told."""
    soon, by = SEEN["amounts" if method.verification == "amounts" else "code"]
    seen = say(by, day=wording.weekday_date(method.arrives_on)) if method.arrives_on else say(soon)
    if not method.verify_by:
        return seen
    until = say("Tell us before {day}.", day=_day(method.verify_by))
    return f"{seen} {until}"


def _day(at: datetime) -> str:
    return wording.long_date(at.date())
