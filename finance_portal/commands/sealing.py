"""Keys, seals of documents, and the audit trail."""

import sys
from argparse import ArgumentTypeError, Namespace
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from rich.console import Console
from rich.progress import Progress

from finance_portal import clock
from finance_portal.commands.base import VALUES, Add, command, database, group, refused_by
from finance_portal.documents import bundle_seal, seal
from finance_portal.services import audit_anchors, audit_check, rotation
from finance_portal.services.audit_anchors import AnchorsBroken
from finance_portal.services.document_keys import public_key, public_keys, published
from finance_portal.services.vault import live_vault
from finance_portal.settings import settings


def add_to(add: Add) -> None:
    """Add the commands about keys, seals and the audit trail."""
    keys = group(add, "keys", "the keys of what is sealed")
    command(keys, "rotate", _rotate_keys, "bring what is sealed under the newest key")
    command(keys, "public", _public_keys, "show the keys by which documents are checked")
    trail = group(add, "audit", "the audit trail")
    command(trail, "verify", _verify_audit, "find lines that were tampered with")
    command(trail, "anchor", _anchor_audit, "write the trail's head down outside")
    checking = command(add, "verify", _verify, "tell whether a document is ours and unchanged")
    checking.add_argument(
        "file", type=Path, help="the PDF, or the bundle of data, as it was given out"
    )
    checking.add_argument(
        "--key",
        type=one_key,
        action="append",
        metavar="HEX",
        help="a public key of 64 digits, instead of this installation's own; more than once",
    )


def _rotate_keys(_arguments: Namespace) -> int:
    """Seal anew. Whatever ends it, what was done stays done, and the next run does the rest."""
    db, vault = database(), live_vault()
    waiting, broken = rotation.waiting(db, vault), list[str]()
    with Progress(*VALUES, console=Console(stderr=True)) as bar, suppress(KeyboardInterrupt):
        task = bar.add_task("Sealing anew", total=waiting)
        rotated = rotation.rotate(db, vault, progress=lambda done: bar.update(task, completed=done))
        broken = rotated.broken
    for place in broken:
        print(place, file=sys.stderr)
    left = rotation.waiting(db, vault)
    print(f"{waiting - left:,} values are under key {vault.current} now, {left:,} still are not.")
    return 1 if left else 0


def _public_keys(_arguments: Namespace) -> int:
    for key in published():
        print(f"{key.digits}  {'seals today' if key.seals else 'sealed before'}")
    return 0


def one_key(digits: str) -> Ed25519PublicKey:
    """Read a public key as it is typed. Raises ArgumentTypeError."""
    try:
        return public_key(digits)
    except ValueError:
        raise ArgumentTypeError("a public key has 64 hexadecimal digits") from None


def _verify(arguments: Namespace) -> int:
    """Check a seal. With a key it needs nothing of this installation, no database either."""
    try:
        file = arguments.file.read_bytes()
    except OSError as error:
        print(f"{arguments.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    keys = arguments.key or public_keys()
    is_bundle = file.startswith(bundle_seal.BEGINS)
    if bundle_seal.is_ours(BytesIO(file), keys) if is_bundle else seal.is_ours(file, keys):
        print(f"{arguments.file} is ours and unchanged.")
        return 0
    print(f"{arguments.file} is not ours, or it was changed.", file=sys.stderr)
    return 1


@refused_by(AnchorsBroken)
def _verify_audit(_arguments: Namespace) -> int:
    anchors = audit_anchors.read(settings.anchors_file)
    verdict = audit_check.verify(database(), anchors)
    for finding in verdict.findings:
        print(finding, file=sys.stderr)
    result = "Something is wrong" if verdict.findings else "All in order"
    print(f"{result}: {verdict.lines:,} lines, {len(anchors):,} anchors.")
    return 1 if verdict.findings else 0


def _anchor_audit(_arguments: Namespace) -> int:
    anchor = audit_anchors.write(database(), settings.anchors_file, now=clock.now())
    if anchor is None:
        print("The audit trail is empty.")
    else:
        print(f"Line {anchor.number:,} is anchored in {settings.anchors_file}.")
    return 0
