"""A thread as it is read, by whichever side: what was written, by whom, with which files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.models.contracts import Contract
from finance_portal.models.threads import Attachment, Thread, ThreadMessage
from finance_portal.services.attachments.keeping import Attached, attached
from finance_portal.services.messages import writing


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message. `author` is who of the desk wrote it; "" for the borrower's own."""

    number: int
    is_mine: bool  # the borrower's
    author: str
    words: str
    at: datetime
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Head:
    """A thread in a list. `unread` counts the messages that whoever asks has not read."""

    ref: str
    subject: str
    contract_ref: str
    about: str  # the contract, in words; "" when it is about none
    opened_at: datetime
    written_at: datetime
    last_words: str
    is_last_mine: bool
    unread: int
    waits_since: datetime | None
    answer_by: date | None
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A thread with everything that was written in it, the earliest first."""

    head: Head
    lines: tuple[Line, ...]
    version: int = 0  # counts every change


def heads(session: Session, threads: Sequence[Thread], *, side: str) -> list[Head]:
    """Return threads as a side lists them, in the order in which they are given."""
    last = _last_messages(session, threads)
    about = _contracts(session, threads)
    return [_head(each, last[each.id or 0], about, side) for each in threads]


def whole(session: Session, thread: Thread, *, side: str) -> Whole:
    """Return a thread with its messages and files."""
    messages = session.exec(
        select(ThreadMessage)
        .where(col(ThreadMessage.thread_id) == thread.id)
        .order_by(col(ThreadMessage.number))
    ).all()
    files = _files(session, messages)
    lines = tuple(
        Line(
            number=each.number,
            is_mine=each.side == "borrower",
            author=each.author or "",
            words=writing.words_of(each),
            at=each.at,
            files=files.get(each.id, ()),
        )
        for each in messages
    )
    head = _head(thread, messages[-1], _contracts(session, [thread]), side)
    return Whole(head=head, lines=lines, version=thread.version)


def _head(
    thread: Thread, last: ThreadMessage, about: dict[int | None, Contract], side: str
) -> Head:
    contract = about.get(thread.contract_id)
    read = thread.borrower_read if side == "borrower" else thread.desk_read
    return Head(
        ref=thread.ref,
        subject=writing.subject_of(thread),
        contract_ref=contract.ref if contract else "",
        about=f"{contract.vehicle} {contract.number_masked}" if contract else "",
        opened_at=thread.opened_at,
        written_at=thread.written_at,
        last_words=writing.words_of(last),
        is_last_mine=last.side == "borrower",
        unread=thread.count - read,
        waits_since=thread.waits_since,
        answer_by=thread.answer_by,
        closed_at=thread.closed_at,
    )


def _last_messages(session: Session, threads: Iterable[Thread]) -> dict[int, ThreadMessage]:
    numbers = {each.id: each.count for each in threads}
    rows = session.exec(
        select(ThreadMessage)
        .join(Thread, col(Thread.id) == ThreadMessage.thread_id)
        .where(
            col(ThreadMessage.thread_id).in_(list(numbers)),
            col(ThreadMessage.number) == Thread.count,
        )
    )
    return {each.thread_id: each for each in rows}


def _contracts(session: Session, threads: Iterable[Thread]) -> dict[int | None, Contract]:
    ids = {each.contract_id for each in threads if each.contract_id}
    rows = session.exec(select(Contract).where(col(Contract.id).in_(ids))) if ids else ()
    return {each.id: each for each in rows}


def _files(
    session: Session, messages: Iterable[ThreadMessage]
) -> dict[int | None, tuple[Attached, ...]]:
    ids = [each.id for each in messages]
    rows = session.exec(
        select(Attachment).where(col(Attachment.message_id).in_(ids)).order_by(col(Attachment.id))
    )
    found: dict[int | None, tuple[Attached, ...]] = {}
    for row in rows:
        found[row.message_id] = (*found.get(row.message_id, ()), attached(row))
    return found
