"""The bundle: a zip of a borrower's data, written piece by piece, with a manifest and our seal."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents import bundle_seal
from finance_portal.models.documents import Document
from finance_portal.models.threads import Attachment
from finance_portal.services import documents
from finance_portal.services.attachments import keeping
from finance_portal.services.document_keys import sealing_key
from finance_portal.services.vault import Vault
from finance_portal.services.your_data import account, ofx, schema, sheets, sign_in
from finance_portal.services.your_data.gather import Gathered, gather
from finance_portal.services.your_data.read_me import read_me
from finance_portal.services.your_data.values import told

ACCOUNT, SIGN_IN, READ_ME, SCHEMA = "account.json", "sign-in.json", "README.txt", "schema.json"
WHOLE = ("*",)
FIXED = (1980, 1, 1, 0, 0, 0)  # the time of a file in the zip says nothing

Progress = Callable[[int, int], None]


@dataclass
class Bundle:
    """A zip that is being written, and what its manifest will say of each file."""

    archive: zipfile.ZipFile
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file piece by piece."""
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, FIXED)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.files[name] = {"sha256": digest.hexdigest(), "bytes": size}


def write(
    db: Database,
    vault: Vault,
    target: IO[bytes],
    *,
    borrower_id: int,
    now: datetime,
    instance: str,
    progress: Progress = lambda _done, _total: None,
    key: Ed25519PrivateKey | None = None,
) -> None:
    """Write everything of a borrower, as it is at one moment. Raises gather.BorrowerGone.

    `progress` is told how many parts are written, and how many there are; papers take the longest.
    """
    with db.read() as session, zipfile.ZipFile(target, "w") as archive:
        found, bundle = gather(session, vault, borrower_id), Bundle(archive)
        total = len(found.keys["document"]) + len(found.keys["attachment"]) + 3
        parts = _parts(found, now, instance)
        for done, (name, pieces) in enumerate(parts, start=1):
            bundle.add(name, pieces)
            progress(min(done, 2), total)
        files = chain(_papers(session, found), _attachments(session, found))
        for done, (name, content) in enumerate(files, start=3):
            bundle.add(name, [content])
            progress(done, total)
        manifest = _manifest(bundle, found, now, instance)
        bundle.add(bundle_seal.MANIFEST, [manifest])
        bundle.add(bundle_seal.SEAL, [bundle_seal.of(manifest, key or sealing_key())])
    progress(total, total)


def _parts(found: Gathered, now: datetime, instance: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield READ_ME, [read_me(found.session, found.borrower_id, now)]
    yield SCHEMA, [schema.published()]
    yield ACCOUNT, account.lines(found, now=now, instance=instance)
    yield SIGN_IN, sign_in.lines(found)
    yield from sheets.sheets(found)
    yield from ofx.statements(found)


def _papers(session: Session, found: Gathered) -> Iterator[tuple[str, bytes]]:
    """Yield every paper, one after the other, under the name that account.json gives it."""
    for key in found.keys["document"]:
        row = session.exec(select(Document).where(col(Document.id) == key)).one()
        name = account.pdf_name(
            {"kind": row.kind, "dated_on": row.dated_on.isoformat(), "ref": row.ref}
        )
        yield name, documents.file_of(row)
        session.expunge(row)


def _attachments(session: Session, found: Gathered) -> Iterator[tuple[str, bytes]]:
    """Yield every file that was sent with a message. Raises storage.FileLost."""
    for key in found.keys["attachment"]:
        row = session.exec(select(Attachment).where(col(Attachment.id) == key)).one()
        yield account.attachment_name(row.ref, row.kind), keeping.opened(row).content


def _manifest(bundle: Bundle, found: Gathered, now: datetime, instance: str) -> bytes:
    declared = {ACCOUNT: account.DECLARED, SIGN_IN: WHOLE, READ_ME: WHOLE}
    said = {
        "format": account.FORMAT,
        "schema": account.SCHEMA,
        "exported_at": told(now),
        "instance": instance,
        "rows": found.count,
        "declared": declared,
        "files": bundle.files,
    }
    return json.dumps(said, indent=1).encode()
