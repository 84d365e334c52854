"""Verify the audit trail (K7): a line that was edited, removed, moved or cut off is found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database
from finance_portal.models.security import AuditHead, SecurityEvent
from finance_portal.services import audit
from finance_portal.services.audit_anchors import Anchor

AT_A_TIME = 1_000


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and what is wrong with it, a sentence each."""

    lines: int
    findings: tuple[str, ...]


@dataclass
class _End:
    """The last line of the trail that was read."""

    number: int
    mac: str
    lines: int = 0


def verify(db: Database, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Read the whole trail, as it is at one moment, against its MACs, its head and its anchors."""
    remembered = {anchor.number: anchor for anchor in anchors}
    with db.read() as session:
        _hold_still(session)
        end = _End(0, audit.root_mac(_lines(session, chained=False)))
        findings = [*_along(session, end, remembered), *_at_the_end(session, end, remembered)]
    return Verdict(end.lines, tuple(findings))


def _along(session: Session, end: _End, anchors: Mapping[int, Anchor]) -> Iterator[str]:
    """Walk along the trail and move `end` with each line."""
    for line in _lines(session, chained=True):
        number, mac = line.number or 0, line.mac or ""
        if number <= end.number:
            yield f"line {number} stands where there is another, or before the first"
        elif number > end.number + 1:
            yield f"missing: {_span(end.number + 1, number - 1)}"
        elif audit.mac_of(line, end.mac) != mac:
            yield _changed(number)
        if (anchor := anchors.get(number)) is not None and anchor.mac != mac:
            yield f"line {number} is not the one that was anchored at {anchor.at:%Y-%m-%d %H:%M}"
        end.number, end.mac, end.lines = max(number, end.number), mac, end.lines + 1


def _at_the_end(session: Session, end: _End, anchors: Mapping[int, Anchor]) -> Iterator[str]:
    head = session.get(AuditHead, audit.HEAD)
    newest = max(anchors.values(), key=lambda anchor: anchor.number, default=None)
    if head is None and end.lines:
        yield "the head is missing"
    elif head is not None and head.number > end.number:
        yield f"missing at the end: {_span(end.number + 1, head.number)}"
    elif head is not None and (head.number, head.mac) != (end.number, end.mac):
        yield f"the head is not line {end.number}, which is the last"
    if newest is not None and newest.number > end.number:
        missing = _span(end.number + 1, newest.number)
        yield f"missing at the end, by the anchor of {newest.at:%Y-%m-%d %H:%M}: {missing}"


def _lines(session: Session, *, chained: bool) -> Iterable[SecurityEvent]:
    number = col(SecurityEvent.number)
    which = number.is_not(None) if chained else number.is_(None)
    lines = select(SecurityEvent).where(which).order_by(number, col(SecurityEvent.id))
    return session.scalars(lines.execution_options(yield_per=AT_A_TIME))


def _hold_still(session: Session) -> None:
    """See one moment in every statement; on SQLite a transaction does anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def _changed(number: int) -> str:
    if number == 1:
        return "line 1, or a line from before the chain, was changed or moved"
    return f"line {number} was changed or moved"


def _span(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"
