"""The desk's side: what waits for an answer, reading, answering, closing. It is asked by the desk.

`by` is always the user name of who acts at the desk; each act is a line of the audit trail.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.language import speaking
from finance_portal.models.people import Borrower
from finance_portal.models.threads import Thread
from finance_portal.notices import messages as notices
from finance_portal.services import audit, deliveries
from finance_portal.services.attachments import keeping
from finance_portal.services.attachments.keeping import Kept
from finance_portal.services.contracts import contract_of
from finance_portal.services.logins import login_id_of
from finance_portal.services.messages import reading, writing
from finance_portal.services.messages.reading import Head, Whole

DESK = "desk"
LOOKS_ON = timedelta(minutes=2)
"""Who has had a thread open this lately sees the answer; a notice would only disturb them."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A thread in the desk's list, and whose it is."""

    head: Head
    borrower_ref: str
    name: str


def inbox(db: Database, *, with_closed: bool = False, most: int = 200) -> list[Waiting]:
    """Return the threads that wait for an answer, the longest first; then the others, newest first.

    Those that are closed only when they are asked for.
    """
    shown = select(Thread, Borrower).join(Borrower, col(Borrower.id) == Thread.borrower_id)
    if not with_closed:
        shown = shown.where(col(Thread.closed_at).is_(None))
    order = (
        col(Thread.waits_since).is_(None),
        col(Thread.waits_since),
        col(Thread.written_at).desc(),
        col(Thread.id).desc(),
    )
    with db.read() as session:
        rows = session.exec(shown.order_by(*order).limit(most)).all()
        heads = reading.heads(session, [thread for thread, _ in rows], side=DESK)
    return [
        Waiting(head=head, borrower_ref=person.ref, name=person.name)
        for head, (_, person) in zip(heads, rows, strict=True)
    ]


def read(db: Database, *, ref: str, by: str, now: datetime, can_answer: bool = True) -> Whole:
    """Return a thread with everything in it; it was looked at.

    It counts as read by the desk if whoever reads it `can_answer`. Raises ThreadNotFound.
    """
    with db.begin() as session:
        thread = writing.held(session, ref)
        if can_answer and thread.desk_read < thread.count:
            thread.desk_read = thread.count
            thread.version += 1
        _record(session, thread, "message:read", by, now)
        return reading.whole(session, thread, side=DESK)


def answer(
    db: Database, *, ref: str, words: str, by: str, now: datetime, at: datetime, token: str
) -> None:
    """Answer the borrower, and tell them of it unless they are looking on.

    `now` is the lender's time, `at` the clock on the wall. `token` is the form's own: sent twice,
    it is written once. Raises WordsRefused, ThreadNotFound.
    """
    said = writing.readable(words)
    key = writing.form_key(DESK, f"{by}:{ref}:{token}", said)
    with db.begin() as session:
        thread = writing.held(session, ref)
        if writing.written(session, key):
            return
        is_first_unread = thread.borrower_read == thread.count
        writing.add(session, thread, side=DESK, words=said, key=key, author=by, now=now)
        thread.desk_read = thread.count
        thread.waits_since = thread.answer_by = None
        _record(session, thread, "message:answered", by, now)
        if thread.looked_at and at < thread.looked_at + LOOKS_ON:
            thread.is_untold = True
        elif is_first_unread:
            _tell(session, thread, now)


def start(
    db: Database,
    *,
    borrower_ref: str,
    contract_ref: str,
    subject: str,
    words: str,
    by: str,
    now: datetime,
    token: str,
) -> str:
    """Write to a borrower who has not asked, and tell them of it. Return the thread's ref.

    `contract_ref` may be "". Raises NoResultFound for no such borrower, SubjectRefused,
    WordsRefused, ContractNotFound.
    """
    title, said = writing.titled(subject), writing.readable(words)
    key = writing.form_key(DESK, f"{by}:{borrower_ref}:{token}", f"{title}\n{said}")
    with db.begin() as session:
        if before := writing.written(session, key):
            return session.get_one(Thread, before.thread_id).ref
        whose = session.exec(select(Borrower).where(col(Borrower.ref) == borrower_ref)).one()
        borrower_id = whose.id or 0
        contract = contract_of(session, borrower_id, contract_ref) if contract_ref else None
        thread = writing.new_thread(
            session,
            borrower_id=borrower_id,
            contract_id=contract.id if contract else None,
            subject=title,
            now=now,
        )
        writing.add(session, thread, side=DESK, words=said, key=key, author=by, now=now)
        thread.desk_read = thread.count
        _record(session, thread, "message:begun", by, now)
        _tell(session, thread, now)
    return thread.ref


def close(db: Database, *, ref: str, by: str, now: datetime) -> None:
    """Close a thread: nothing waits in it. A message opens it again. Raises ThreadNotFound."""
    with db.begin() as session:
        thread = writing.held(session, ref)
        if thread.closed_at is None:
            thread.closed_at, thread.closed_by = now, by
            thread.waits_since = thread.answer_by = None
            thread.desk_read = thread.count
            thread.version += 1
            _record(session, thread, "message:closed", by, now)


def reopen(db: Database, *, ref: str, by: str, now: datetime) -> None:
    """Open a closed thread again. Raises ThreadNotFound."""
    with db.begin() as session:
        thread = writing.held(session, ref)
        if thread.closed_at is not None:
            thread.closed_at = thread.closed_by = None
            thread.version += 1
            _record(session, thread, "message:reopened", by, now)


def file(db: Database, *, ref: str, by: str, now: datetime) -> Kept | None:
    """Return a file that a borrower has sent, for whoever works at the desk; None for no such."""
    with db.begin() as session:
        found = keeping.sent(session, ref)
        if found is None:
            return None
        audit.record(session, kind="attachment:read", at=now, subject=ref, by=by)
        return keeping.opened(found)


def tell_untold(db: Database, *, at: datetime) -> int:
    """Tell those who looked on when an answer came, and left without having read it.

    `at` is the clock on the wall. Return how many there were.
    """
    left = col(Thread.looked_at) <= at - LOOKS_ON
    with db.begin() as session:
        threads = session.exec(
            select(Thread)
            .where(col(Thread.is_untold), left)
            .order_by(col(Thread.id))
            .with_for_update()
        ).all()
        for thread in threads:
            thread.is_untold = False
            _tell(session, thread, at)
    return len(threads)


def _tell(session: Session, thread: Thread, now: datetime) -> None:
    with speaking(session.get_one(Borrower, thread.borrower_id).language):
        words = notices.new_message()
    deliveries.tell_borrower(
        session,
        thread.borrower_id,
        words,
        kind="new_message",
        now=now,
        key=f"thread:{thread.ref}:{thread.count}",
    )


def _record(session: Session, thread: Thread, kind: str, by: str, now: datetime) -> None:
    audit.record(
        session,
        kind=kind,
        at=now,
        login_id=login_id_of(session, thread.borrower_id),
        subject=thread.ref,
        by=by,
    )
