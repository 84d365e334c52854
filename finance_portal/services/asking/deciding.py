"""What a person decides of a request, what follows from it, and how the borrower is told."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from finance_portal.models.closing import AccountFlag
from finance_portal.models.people import Borrower
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import audit, requests
from finance_portal.services.asking import answers
from finance_portal.services.asking.catalogue import KINDS, UNAUTHORIZED_OUTCOMES
from finance_portal.services.erasure import ErasureRefused, erase_and_tell, standing_in_the_way
from finance_portal.services.logins import login_id_of
from finance_portal.services.spoken_to import speaking_to
from finance_portal.services.unauthorized import ending
from finance_portal.settings import settings

LONGEST_REPLY = 1_000
BY_FLAG = {
    "scra": "Set the flag for service (scra) instead: it caps the rate, and answers.",
    "total_loss": "Set the flag total_loss first: it changes what is quoted.",
}


class DecisionRefused(ValueError):
    """It cannot be decided like that; the message is for the person who decides."""


def outcomes_of(kind: str) -> Mapping[str, tuple[str, str]]:
    """Return what may be decided of a kind: a word for it, its status, how the borrower is told."""
    if kind == "unauthorized":
        return UNAUTHORIZED_OUTCOMES
    if kind in KINDS:
        return KINDS[kind].outcomes
    return {status: (status, words) for status, words in requests.DECIDED.items()}


def decide(
    session: Session, request: ServiceRequest, outcome: str, reply: str, by: str, now: datetime
) -> None:
    """Decide what waits for a person: what follows, the reply, the notice, the line of the audit.

    `request` is locked and in review (requests.opened). Raises DecisionRefused.
    """
    status, told = allowed(session, request, outcome, now)
    words = read_reply(reply)
    request.decided_by, request.reply = by[:60], words
    requests.step(session, request, status, told, now)
    if follow := FOLLOWS.get((request.kind, outcome)):
        follow(session, request, now)
    audit.record(
        session,
        kind=f"request:{status}",
        at=now,
        login_id=login_id_of(session, request.borrower_id),
        subject=request.ref,
        by=by,
        outcome=outcome,
    )


def read_reply(reply: str) -> str:
    """Return what the borrower will read. Raises DecisionRefused."""
    words = reply.strip()
    if not 0 < len(words) <= LONGEST_REPLY:
        raise DecisionRefused(f"A reply says something, in {LONGEST_REPLY:,} characters at most.")
    return words


def allowed(
    session: Session, request: ServiceRequest, outcome: str, now: datetime
) -> tuple[str, str]:
    """Return the status that an outcome leads to, and how it is told. Raises DecisionRefused."""
    if request.kind == "scra" and outcome == "granted":
        raise DecisionRefused(BY_FLAG["scra"])
    known = outcomes_of(request.kind)
    if outcome not in known:
        raise DecisionRefused(f"Of this kind one of these is decided: {', '.join(known)}.")
    if request.kind == "total_loss" and outcome == "granted" and not _is_flagged(session, request):
        raise DecisionRefused(BY_FLAG["total_loss"])
    today = now.astimezone(ZoneInfo(settings.time_zone)).date()
    if outcome == "granted" and request.kind == "title_address" and today < _held(request):
        raise DecisionRefused(f"A new address is held: it can be granted from {_held(request)} on.")
    if outcome == "done" and (reasons := in_the_way(session, request, today)):
        raise DecisionRefused(" ".join(reasons))
    return known[outcome]


def in_the_way(session: Session, request: ServiceRequest, today: date) -> list[str]:
    """Return what must end before a request can be granted, for the borrower to read."""
    if request.kind != "erasure" or answers.unpacked(request).get("scope") != "all":
        return []
    with speaking_to(session, request.borrower_id):
        return standing_in_the_way(session, request.borrower_id, today)


def _held(request: ServiceRequest) -> date:
    """Return the first day on which a title may go to a new address (1.21)."""
    return request.on_date or date.min


def _is_flagged(session: Session, request: ServiceRequest) -> bool:
    flag = select(AccountFlag.id).where(
        col(AccountFlag.contract_id) == request.contract_id,
        col(AccountFlag.kind) == request.kind,
        col(AccountFlag.ends_on).is_(None),
    )
    return session.exec(flag).first() is not None


def _rename(session: Session, request: ServiceRequest, now: datetime) -> None:
    """Give the borrower the name that was asked for, everywhere from now on."""
    person, asked = session.get_one(Borrower, request.borrower_id), answers.unpacked(request)
    person.first_name, person.last_name = asked["first"], asked["last"]
    audit.record(
        session,
        kind="profile:legal_name:changed",
        at=now,
        login_id=login_id_of(session, person.id),
        subject=request.ref,
    )


def _erase(session: Session, request: ServiceRequest, now: datetime) -> None:
    """Erase whoever asked for all of it. What is named one by one, a person has erased by hand."""
    if answers.unpacked(request).get("scope") != "all":
        return
    try:
        erase_and_tell(
            session,
            request.borrower_id,
            by=request.decided_by or "",
            reply=request.reply,
            now=now,
        )
    except ErasureRefused as refusal:
        raise DecisionRefused(str(refusal)) from None


def _book(_session: Session, request: ServiceRequest, _now: datetime) -> None:
    request.on_date = date.fromisoformat(answers.unpacked(request)["on"])


def _release(session: Session, request: ServiceRequest, _now: datetime) -> None:
    ending.release(session, request)


FOLLOWS: Mapping[tuple[str, str], Callable[[Session, ServiceRequest, datetime], None]] = {
    ("erasure", "done"): _erase,
    ("inspection", "booked"): _book,
    ("name_change", "granted"): _rename,
    ("unauthorized", "confirmed"): ending.confirm,
    ("unauthorized", "authorized"): _release,
}
