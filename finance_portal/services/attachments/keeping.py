"""The files of a borrower: added until a message takes them along, counted, handed back."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from finance_portal.db import Database
from finance_portal.language import sentence
from finance_portal.models.people import Borrower
from finance_portal.models.threads import Attachment, Thread
from finance_portal.services import audit
from finance_portal.services.attachments import storage
from finance_portal.services.attachments.checking import Checked, FileRefused
from finance_portal.services.attachments.storage import Stored
from finance_portal.services.logins import login_id_of
from finance_portal.services.vault import live_vault

NEW = "new"
"""What a file is for that goes with the first message of a thread."""
REF_BYTES = 12
MOST_PER_MESSAGE = 5
A_DAY = timedelta(days=1)
MOST_BYTES_A_DAY = 60_000_000
MOST_BYTES = 500_000_000
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "text": "text/plain; charset=utf-8",
}
TABLE = "attachment"

MOST_HERE = sentence("A message takes 5 files. Send this one, then write another for the rest.")
ENOUGH_TODAY = sentence("You have sent 60 MB of files today. Please send the rest tomorrow.")
ENOUGH = sentence("You have sent 500 MB of files, which is all that we keep. Please call us.")


@dataclass(frozen=True)
class Attached:
    """A file in a list."""

    ref: str
    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class Kept:
    """A file as it is handed out."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


def add(db: Database, file: Checked, *, borrower_id: int, about: str, now: datetime) -> str:
    """Keep a file until a message takes it along; return its ref. Raises FileRefused.

    `about` is the ref of a thread, or NEW. What is refused is neither kept nor counted.
    """
    stored = storage.keep(file.content)
    try:
        with db.begin() as session:
            session.get_one(Borrower, borrower_id, with_for_update=True)
            _refuse_too_much(session, borrower_id, about, len(file.content), now)
            row = _row(file, stored, borrower_id, about, now)
            session.add(row)
            audit.record(
                session,
                kind="attachment:added",
                at=now,
                login_id=login_id_of(session, borrower_id),
                subject=row.ref,
                file=file.kind,
                size=str(row.size),
            )
    except BaseException:
        storage.remove(stored.name)
        raise
    return row.ref


def waiting(db: Database, *, borrower_id: int, about: str) -> list[Attached]:
    """Return the files that the next message takes along."""
    with db.read() as session:
        return [attached(row) for row in session.exec(_waiting(borrower_id, about))]


def remove(db: Database, *, borrower_id: int, ref: str, now: datetime) -> bool:
    """Take a file away that was not sent yet. Tell whether there was one."""
    with db.begin() as session:
        row = session.exec(
            select(Attachment)
            .where(
                col(Attachment.ref) == ref,
                col(Attachment.borrower_id) == borrower_id,
                col(Attachment.message_id).is_(None),
                col(Attachment.removed_at).is_(None),
            )
            .with_for_update()
        ).one_or_none()
        if row is None:
            return False
        row.removed_at = now
        name = row.file
    storage.remove(name)
    return True


def send(session: Session, *, borrower_id: int, about: str, message_id: int) -> None:
    """Let a message take along the files that wait for it."""
    mine = [row.id for row in session.exec(_waiting(borrower_id, about))]
    if mine:
        session.execute(
            update(Attachment).where(col(Attachment.id).in_(mine)).values(message_id=message_id)
        )


def theirs(db: Database, *, borrower_id: int, ref: str) -> Kept | None:
    """Return a borrower's own file; None for another's, and for what there is not (case 44)."""
    with db.read() as session:
        row = session.exec(
            select(Attachment).where(
                col(Attachment.ref) == ref,
                col(Attachment.borrower_id) == borrower_id,
                col(Attachment.removed_at).is_(None),
            )
        ).one_or_none()
    return opened(row) if row else None


def sent(session: Session, ref: str) -> Attachment | None:
    """Return a file that somebody has sent; only the desk asks."""
    found = select(Attachment).where(
        col(Attachment.ref) == ref, col(Attachment.message_id).is_not(None)
    )
    return session.exec(found).one_or_none()


def opened(row: Attachment) -> Kept:
    """Return a file with its content. Raises storage.FileLost, vault.SealBroken."""
    key = bytes.fromhex(live_vault().open(row.key_sealed, **_place("key_sealed", row.ref)))
    content = storage.fetch(Stored(row.file, key))
    return Kept(_name(row), TYPES[row.kind], content)


def attached(row: Attachment) -> Attached:
    """Return a file as a list shows it."""
    return Attached(row.ref, _name(row), row.kind, row.size)


def forget_unsent(db: Database, *, at: datetime) -> int:
    """Take away the files that no message took along for a day. Return how many there were."""
    old = (
        col(Attachment.message_id).is_(None),
        col(Attachment.removed_at).is_(None),
        col(Attachment.uploaded_at) < at - A_DAY,
    )
    with db.read() as session:  # mostly there are none, and nobody has to wait for a writer
        if session.exec(select(Attachment.id).where(*old)).first() is None:
            return 0
    with db.begin() as session:
        gone = update(Attachment).where(*old).values(removed_at=at)
        names = session.scalars(gone.returning(col(Attachment.file))).all()
    storage.remove_all(names)
    return len(names)


def sweep(db: Database, *, at: datetime) -> int:
    """Take away the files that no row knows of, as a crash leaves them. Return how many.

    `at` is the clock on the wall.
    """
    old = storage.names_before(at)
    with db.read() as session:
        known = set(session.exec(select(Attachment.file)))
    storage.remove_all(old - known)
    return len(old - known)


def is_theirs(db: Database, *, borrower_id: int, about: str) -> bool:
    """Tell whether a borrower may add files to this: to a new thread, or to one of theirs."""
    if about == NEW:
        return True
    with db.read() as session:
        found = select(Thread.id).where(
            col(Thread.ref) == about, col(Thread.borrower_id) == borrower_id
        )
        return session.exec(found).first() is not None


def _row(file: Checked, stored: Stored, borrower_id: int, about: str, now: datetime) -> Attachment:
    ref, seal = secrets.token_hex(REF_BYTES), live_vault().seal
    return Attachment(
        ref=ref,
        borrower_id=borrower_id,
        about=about,
        name_sealed=seal(file.name, **_place("name_sealed", ref)),
        kind=file.kind,
        size=len(file.content),
        file=stored.name,
        key_sealed=seal(stored.key.hex(), **_place("key_sealed", ref)),
        uploaded_at=now,
    )


def _refuse_too_much(
    session: Session, borrower_id: int, about: str, size: int, now: datetime
) -> None:
    """Raise FileRefused beyond five to a message, so much a day, and so much in all."""
    if len(session.exec(_waiting(borrower_id, about)).all()) >= MOST_PER_MESSAGE:
        raise FileRefused(MOST_HERE)
    mine = select(func.coalesce(func.sum(Attachment.size), 0)).where(
        col(Attachment.borrower_id) == borrower_id
    )
    today = session.exec(mine.where(col(Attachment.uploaded_at) > now - A_DAY)).one()
    if today + size > MOST_BYTES_A_DAY:
        raise FileRefused(ENOUGH_TODAY)
    if session.exec(mine.where(col(Attachment.removed_at).is_(None))).one() + size > MOST_BYTES:
        raise FileRefused(ENOUGH)


def _waiting(borrower_id: int, about: str) -> SelectOfScalar[Attachment]:
    return (
        select(Attachment)
        .where(
            col(Attachment.borrower_id) == borrower_id,
            col(Attachment.about) == about,
            col(Attachment.message_id).is_(None),
            col(Attachment.removed_at).is_(None),
        )
        .order_by(col(Attachment.id))
    )


def _name(row: Attachment) -> str:
    return live_vault().open(row.name_sealed, **_place("name_sealed", row.ref))


def _place(column: str, ref: str) -> dict[str, str]:
    return {"table": TABLE, "column": column, "row": ref}
