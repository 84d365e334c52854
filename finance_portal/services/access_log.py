"""Every look at a contract by somebody whom it does not bind: noted, listed, never changed.

    access_log.note(session, contract_id, Looker("servicer", "M. Ortiz"), "overview",
                    at=now, ip=ip, reason="Caller asked about the due date")

A reload is no second look: one who looks at the same thing again within a minute is noted once.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from finance_portal.db import Database, insert
from finance_portal.language import hour, say, sentence, short_day
from finance_portal.models.contracts import Contract
from finance_portal.models.delegates import AccessLook
from finance_portal.models.people import Obligor
from finance_portal.services.client import MAX_IP
from finance_portal.settings import settings

Kind = Literal["delegate", "link", "servicer"]

MOST = 500  # that a page shows; the table for a spreadsheet has them all
LONGEST_NAME, LONGEST_WHAT, LONGEST_REASON = 120, 60, 200
WHAT = {
    "overview": sentence("Overview"),
    "history": sentence("History"),
    "schedule": sentence("Installments"),
    "on-a-day": sentence("On another day"),
    "what-if": sentence("What if you pay more?"),
    "pay": sentence("Make a payment"),
    "receipt": sentence("Receipt"),
    "documents": sentence("List of documents"),
    "document": sentence("A document"),
    "schedule.csv": sentence("Installments as a table"),
    "quote": sentence("The quote"),
    "quote-letter": sentence("The quote's letter"),
    "account": sentence("Your account"),
}
"""What can be looked at, in words; what is not in it is told as it was noted."""
WHO = {
    "delegate": sentence("Given access"),
    "link": sentence("Quote link"),
    "servicer": sentence("Our staff"),
}
WHY = {
    "call": sentence("You called us"),
    "message": sentence("You wrote to us"),
    "request": sentence("To decide what you asked for"),
    "payment": sentence("To look after a payment"),
    "proposal": sentence("To decide a waiver or a credit"),
    "complaint": sentence("To look into a complaint"),
    "audit": sentence("To check our own work"),
    "other": sentence("Another reason, which we keep on file"),
}
"""Why the servicer's people looked, in words; what is not in it is told as it was noted."""
HEADINGS = (
    sentence("At (UTC)"),
    sentence("Contract"),
    sentence("Who"),
    sentence("As"),
    sentence("What"),
    sentence("Why"),
    sentence("Address"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\0")


@dataclass(frozen=True)
class Looker:
    """Who looks: in which part, by what name, and what tells them from others of that name."""

    kind: Kind
    name: str
    ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look, as the borrower may see it."""

    at: datetime
    kind: str
    name: str
    what: str
    reason: str
    ip: str
    contract_ref: str


def note(
    session: Session,
    contract_id: int,
    looker: Looker,
    what: str,
    *,
    at: datetime,
    ip: str,
    reason: str = "",
) -> None:
    """Note a look, at most once a minute for who looks at what. `what` is a key of WHAT, or words.

    For the servicer's people `reason` says why: a key of WHY, or words.
    """
    minute = int(at.timestamp()) // 60
    who = looker.ref or looker.name
    row = insert(session, AccessLook).values(
        contract_id=contract_id,
        at=at,
        kind=looker.kind,
        name=looker.name[:LONGEST_NAME],
        what=what[:LONGEST_WHAT],
        reason=reason[:LONGEST_REASON] or None,
        ip=ip[:MAX_IP],
        once=f"{contract_id}:{minute}:{looker.kind}:{what[:LONGEST_WHAT]}:{who}"[:160],
    )
    session.flush()
    session.connection().execute(row.on_conflict_do_nothing(index_elements=["once"]))


def note_ref(
    db: Database, contract_ref: str, looker: Looker, what: str, *, at: datetime, ip: str
) -> None:
    """Note a look at a contract by its public name, in a transaction of its own."""
    with db.begin() as session:
        named = select(Contract.id).where(col(Contract.ref) == contract_ref)
        note(session, session.exec(named).one() or 0, looker, what, at=at, ip=ip)


def looks_at(
    db: Database, *, borrower_id: int, contract_ref: str = "", most: int | None = MOST
) -> list[Look]:
    """Return the looks at the contracts that bind a borrower, or at one of them, newest first."""
    bound = select(Obligor.contract_id).where(col(Obligor.borrower_id) == borrower_id)
    wanted = (
        select(AccessLook, Contract.ref)
        .join(Contract, col(Contract.id) == AccessLook.contract_id)
        .where(col(AccessLook.contract_id).in_(bound))
        .order_by(col(AccessLook.at).desc(), col(AccessLook.id).desc())
        .limit(most)
    )
    if contract_ref:
        wanted = wanted.where(col(Contract.ref) == contract_ref)
    with db.read() as session:
        return [
            Look(
                at=row.at,
                kind=row.kind,
                name=row.name,
                what=row.what,
                reason=row.reason or "",
                ip=row.ip,
                contract_ref=ref,
            )
            for row, ref in session.exec(wanted)
        ]


def as_csv(looks: Iterable[Look]) -> str:
    """Return looks as a table for a spreadsheet, in which no text is a formula (Z6)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([say(each) for each in HEADINGS])
    for each in looks:
        told = (each.contract_ref, each.name, who_of(each), what_of(each), why_of(each), each.ip)
        writer.writerow([f"{each.at:%Y-%m-%dT%H:%M:%SZ}", *map(_inert, told)])
    return out.getvalue()


def what_of(look: Look) -> str:
    """Return what was looked at, in the language that is spoken."""
    return say(WHAT[look.what]) if look.what in WHAT else look.what


def who_of(look: Look) -> str:
    """Return in which part somebody looked, in the language that is spoken."""
    return say(WHO[look.kind])


def why_of(look: Look) -> str:
    """Return why somebody of the servicer looked, in the language that is spoken; "" for others."""
    return say(WHY[look.reason]) if look.reason in WHY else look.reason


def when_of(look: Look) -> str:
    """Return when it was, on the lender's clock."""
    local = look.at.astimezone(ZoneInfo(settings.time_zone))
    return say("{day}, {time}", day=short_day(local), time=hour(local))


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
