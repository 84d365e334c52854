"""The borrower's side: start a thread, write in it, read it. Nobody else's thread exists."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.domain.deadlines import message_answer_by
from finance_portal.language import sentence
from finance_portal.models.threads import Thread
from finance_portal.services import audit
from finance_portal.services.attachments import keeping
from finance_portal.services.contracts import contract_of
from finance_portal.services.logins import login_id_of
from finance_portal.services.messages import reading, writing
from finance_portal.services.messages.reading import Head, Whole
from finance_portal.services.messages.writing import ThreadNotFound, WordsRefused
from finance_portal.services.plain_text import visible

BORROWER = "borrower"
NO_SUBJECT = sentence("Say in a few words what it is about.")
SUBJECT_TOO_LONG = sentence("120 characters are enough here. Write the rest in the message.")


class SubjectRefused(WordsRefused):
    """A subject that cannot be taken; the message is fit for who wrote it."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a borrower sends. `token` is the form's own: sent twice, it is written once."""

    borrower_id: int
    words: str
    token: str


def start(db: Database, sent: Written, *, subject: str, contract_ref: str, now: datetime) -> str:
    """Open a thread with its first message, and the files that wait for it. Return its ref.

    `contract_ref` may be "". Raises SubjectRefused, WordsRefused, ContractNotFound.
    """
    title, words = _title(subject), writing.readable(sent.words)
    key = writing.form_key(BORROWER, f"{sent.borrower_id}:new:{sent.token}", f"{title}\n{words}")
    with db.begin() as session:
        if before := writing.written(session, key):
            return session.get_one(Thread, before.thread_id).ref
        contract = contract_of(session, sent.borrower_id, contract_ref) if contract_ref else None
        thread = writing.new_thread(
            session,
            borrower_id=sent.borrower_id,
            contract_id=contract.id if contract else None,
            subject=title,
            now=now,
        )
        _add(session, thread, words, key, about=keeping.NEW, now=now)
    return thread.ref


def write(db: Database, sent: Written, *, ref: str, now: datetime) -> None:
    """Write into a thread, with the files that wait for it; a closed one is open again.

    Raises WordsRefused, ThreadNotFound.
    """
    words = writing.readable(sent.words)
    key = writing.form_key(BORROWER, f"{sent.borrower_id}:{ref}:{sent.token}", words)
    with db.begin() as session:
        thread = _theirs(writing.held(session, ref), sent.borrower_id)
        if writing.written(session, key) is None:
            _add(session, thread, words, key, about=ref, now=now)


def listed(db: Database, *, borrower_id: int) -> list[Head]:
    """Return a borrower's threads, what was written last first."""
    with db.read() as session:
        threads = session.exec(
            select(Thread)
            .where(col(Thread.borrower_id) == borrower_id)
            .order_by(col(Thread.written_at).desc(), col(Thread.id).desc())
        ).all()
        return reading.heads(session, threads, side=BORROWER)


def read(db: Database, *, borrower_id: int, ref: str) -> Whole:
    """Return a borrower's thread with everything in it. Raises ThreadNotFound."""
    with db.read() as session:
        return reading.whole(session, _of(session, borrower_id, ref), side=BORROWER)


def mark_read(db: Database, *, borrower_id: int, ref: str, number: int, at: datetime) -> None:
    """Note that a borrower has read a thread up to a message, and that they look on now.

    `at` is the clock on the wall. Raises ThreadNotFound.
    """
    with db.begin() as session:
        thread = _theirs(writing.held(session, ref), borrower_id)
        if thread.borrower_read < min(number, thread.count):
            thread.borrower_read = min(number, thread.count)
            thread.version += 1
        thread.is_untold = thread.is_untold and thread.borrower_read < thread.count
        thread.looked_at = at


def unread(db: Database, *, borrower_id: int) -> int:
    """Return how many of the desk's messages a borrower has not read."""
    with db.read() as session:
        waiting = select(func.sum(col(Thread.count) - col(Thread.borrower_read)))
        found = session.exec(waiting.where(col(Thread.borrower_id) == borrower_id)).one()
    return int(found or 0)


def _add(
    session: Session, thread: Thread, words: str, key: str, *, about: str, now: datetime
) -> None:
    message = writing.add(session, thread, side=BORROWER, words=words, key=key, now=now)
    keeping.send(session, borrower_id=thread.borrower_id, about=about, message_id=message.id or 0)
    thread.borrower_read = message.number
    if thread.waits_since is None:
        thread.waits_since = now
        thread.answer_by = message_answer_by(now)
    audit.record(
        session,
        kind="message:written",
        at=now,
        login_id=login_id_of(session, thread.borrower_id),
        subject=thread.ref,
        number=str(message.number),
    )


def _of(session: Session, borrower_id: int, ref: str) -> Thread:
    found = session.exec(select(Thread).where(col(Thread.ref) == ref)).first()
    if found is None:
        raise ThreadNotFound
    return _theirs(found, borrower_id)


def _theirs(thread: Thread, borrower_id: int) -> Thread:
    if thread.borrower_id != borrower_id:
        raise ThreadNotFound
    return thread


def _title(typed: str) -> str:
    title = " ".join(visible(typed.replace("\n", " ")).split())
    if not title:
        raise SubjectRefused(NO_SUBJECT)
    if len(title) > writing.LONGEST_SUBJECT:
        raise SubjectRefused(SUBJECT_TOO_LONG)
    return title
