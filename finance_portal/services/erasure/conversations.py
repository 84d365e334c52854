"""What somebody and the desk wrote to each other: kept as long as the account, and then no longer.

A row of a message is never removed, so that numbers go on; its words are overwritten.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from finance_portal.models.base import table_of
from finance_portal.models.threads import Attachment, Thread, ThreadMessage
from finance_portal.services.vault import Vault

GONE = "erased"


def erase(session: Session, vault: Vault, borrower_id: int, now: datetime) -> None:
    """Overwrite the words, and take the files away."""
    threads, written = table_of(Thread), table_of(ThreadMessage)
    mine = threads.c.borrower_id == borrower_id
    _overwrite(session, vault, Thread, "subject_sealed", mine)
    session.connection().execute(
        update(threads).where(mine).values(waits_since=None, answer_by=None, is_untold=False)
    )
    session.connection().execute(
        update(threads).where(mine, threads.c.closed_at.is_(None)).values(closed_at=now)
    )
    in_mine = written.c.thread_id.in_(select(threads.c.id).where(mine))
    _overwrite(session, vault, ThreadMessage, "words_sealed", in_mine)
    _files(session, vault, borrower_id, now)


def _files(session: Session, vault: Vault, borrower_id: int, now: datetime) -> None:
    """Throw away what opens the files; they themselves go when the jobs find them without a row."""
    files = table_of(Attachment)
    mine = files.c.borrower_id == borrower_id
    _overwrite(session, vault, Attachment, "name_sealed", mine)
    _overwrite(session, vault, Attachment, "key_sealed", mine)
    session.connection().execute(
        update(files).where(mine).values(file="erased:" + files.c.ref, removed_at=now)
    )


def _overwrite(session: Session, vault: Vault, model: Any, column: str, wanted: Any) -> None:
    """Seal a word of ours over each value: what is sealed opens only in its own row."""
    table = table_of(model)
    for ref in session.connection().execute(select(table.c.ref).where(wanted)).scalars().all():
        sealed = vault.seal(GONE, table=table.name, column=column, row=ref)
        session.connection().execute(
            update(table).where(table.c.ref == ref).values({column: sealed})
        )
