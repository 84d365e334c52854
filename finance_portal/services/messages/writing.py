"""What both sides stand on: a thread is found and held, a message is written into it once."""

import re
import secrets
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.language import sentence
from finance_portal.models.threads import Thread, ThreadMessage
from finance_portal.services import keys
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.plain_text import visible
from finance_portal.services.vault import live_vault

LONGEST_MESSAGE = 4_000
LONGEST_SUBJECT = 120
REF_BYTES = 12
MOST_BLANK_LINES = re.compile(r"\n{3,}")

NOTHING_WRITTEN = sentence("Write what it is about, then send it.")
TOO_LONG = sentence("A message has 4,000 characters at most. Please send the rest in a second one.")


class ThreadNotFound(Exception):
    """There is no such thread, or it is somebody else's: the caller cannot tell which."""


class WordsRefused(ValueError):
    """Words that cannot be sent; the message is fit for who wrote them."""


def readable(typed: str) -> str:
    """Return what was typed as it is kept: no invisible letters, at most one line left blank.

    Raises WordsRefused for nothing, and for too much.
    """
    words = MOST_BLANK_LINES.sub("\n\n", visible(typed.replace("\r\n", "\n")).strip())
    if not words:
        raise WordsRefused(NOTHING_WRITTEN)
    if len(words) > LONGEST_MESSAGE:
        raise WordsRefused(TOO_LONG)
    return words


def form_key(side: str, token: str, words: str) -> str:
    """Return what makes a form that is sent twice one message, and another text another one."""
    return keyed_hash(keys.derive("message form"), side, token, words)


def held(session: Session, ref: str) -> Thread:
    """Return a thread that nobody else can change meanwhile. Raises ThreadNotFound."""
    found = session.exec(select(Thread).where(col(Thread.ref) == ref).with_for_update()).first()
    if found is None:
        raise ThreadNotFound
    return found


def written(session: Session, key: str) -> ThreadMessage | None:
    """Return the message that was written from a form; None when there is none yet."""
    return session.exec(select(ThreadMessage).where(col(ThreadMessage.key) == key)).one_or_none()


def add(
    session: Session,
    thread: Thread,
    *,
    side: str,
    words: str,
    key: str,
    now: datetime,
    author: str | None = None,
) -> ThreadMessage:
    """Write a message at the end of a thread that is held; who wrote it has read it."""
    ref = secrets.token_hex(REF_BYTES)
    message = ThreadMessage(
        ref=ref,
        key=key,
        thread_id=thread.id or 0,
        number=thread.count + 1,
        side=side,
        author=author,
        words_sealed=live_vault().seal(words, **_place("thread_message", "words_sealed", ref)),
        at=now,
    )
    session.add(message)
    thread.count = message.number
    thread.written_at = now
    thread.version += 1
    thread.closed_at = thread.closed_by = None
    session.flush()
    return message


def new_thread(
    session: Session, *, borrower_id: int, contract_id: int | None, subject: str, now: datetime
) -> Thread:
    """Open a thread, without any message yet."""
    ref = secrets.token_hex(REF_BYTES)
    thread = Thread(
        ref=ref,
        borrower_id=borrower_id,
        contract_id=contract_id,
        subject_sealed=live_vault().seal(subject, **_place("thread", "subject_sealed", ref)),
        opened_at=now,
        written_at=now,
    )
    session.add(thread)
    session.flush()
    return thread


def subject_of(thread: Thread) -> str:
    """Return what a thread is about. Raises vault.SealBroken."""
    return live_vault().open(
        thread.subject_sealed, **_place("thread", "subject_sealed", thread.ref)
    )


def words_of(message: ThreadMessage) -> str:
    """Return what somebody wrote. Raises vault.SealBroken."""
    place = _place("thread_message", "words_sealed", message.ref)
    return live_vault().open(message.words_sealed, **place)


def _place(table: str, column: str, ref: str) -> dict[str, str]:
    return {"table": table, "column": column, "row": ref}
