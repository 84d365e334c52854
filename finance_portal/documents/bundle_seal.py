"""The seal of a bundle: a signature over its manifest, which has the digest of every other file."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from finance_portal.documents.seal import key_id

MANIFEST, SEAL = "manifest.json", "manifest.seal"
BEGINS = b"PK\x03\x04"
LINE = re.compile(rb"seal-1 ([0-9a-f]{16}) ([0-9a-f]{128})\n")
MOST_FILES = 50_000
LARGEST_MANIFEST = 20_000_000
LARGEST_FILE = 500_000_000
LARGEST_IN_ALL = 2_000_000_000
CHUNK = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError)
_SAID = b"finance portal bundle\0"  # what a paper's seal signs can never be taken for a manifest


class BundleRefused(Exception):
    """A file is no bundle of ours, or was changed; the message says in words where."""


def of(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return the line that seals a manifest."""
    signature = key.sign(_SAID + manifest).hex()
    return f"seal-1 {key_id(key.public_key())} {signature}\n".encode()


def is_ours(file: Path | IO[bytes], keys: Iterable[Ed25519PublicKey]) -> bool:
    """Tell whether one of our keys has sealed a bundle, and nothing in it was changed since."""
    try:
        with zipfile.ZipFile(file) as archive:
            check(archive, keys)
    except (BundleRefused, *BROKEN):
        return False
    return True


def check(archive: zipfile.ZipFile, keys: Iterable[Ed25519PublicKey]) -> dict[str, Any]:
    """Return the manifest of a bundle that is whole. Raises BundleRefused.

    Nothing is believed of the zip's own words: sizes are counted while it is read.
    """
    entries = _entries(archive)
    manifest = read(archive, MANIFEST, LARGEST_MANIFEST)
    if not _is_signed(manifest, read(archive, SEAL, 1_000), keys):
        raise BundleRefused("The seal is not ours, or the manifest was changed.")
    said = json.loads(manifest)
    if entries != {*said["files"], MANIFEST, SEAL}:
        raise BundleRefused("The bundle does not hold the files that its manifest names.")
    for name, file in said["files"].items():
        if _digest(archive, name) != file["sha256"]:
            raise BundleRefused(f"{name} was changed.")
    return dict(said)


def read(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    """Return a file of a bundle, which is not larger than that. Raises BundleRefused."""
    try:
        with archive.open(name) as file:
            found = file.read(largest + 1)
    except (KeyError, *BROKEN) as error:
        raise BundleRefused(f"{name} is missing, or cannot be read.") from error
    if len(found) > largest:
        raise BundleRefused(f"{name} is larger than it may be.")
    return found


def _entries(archive: zipfile.ZipFile) -> set[str]:
    """Return the names of a bundle's files. Raises BundleRefused for what none of ours has."""
    files = archive.infolist()
    names = {file.filename for file in files}
    if len(files) > MOST_FILES or len(names) != len(files):
        raise BundleRefused("The bundle holds too many files, or one of them twice.")
    for name in names:
        if not re.fullmatch(r"(?:[a-z]+/)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", name):
            raise BundleRefused("The bundle holds a file whose name is none of ours.")
    if sum(file.file_size for file in files) > LARGEST_IN_ALL:
        raise BundleRefused("The bundle is larger than it may be.")
    return names


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as file:
            while piece := file.read(CHUNK):
                size += len(piece)
                if size > LARGEST_FILE:
                    raise BundleRefused(f"{name} is larger than it may be.")
                digest.update(piece)
    except BROKEN as error:
        raise BundleRefused(f"{name} cannot be read.") from error
    return digest.hexdigest()


def _is_signed(manifest: bytes, line: bytes, keys: Iterable[Ed25519PublicKey]) -> bool:
    found = LINE.fullmatch(line)
    known = {key_id(each).encode(): each for each in keys}
    if found is None or found[1] not in known:
        return False
    try:
        known[found[1]].verify(bytes.fromhex(found[2].decode()), _SAID + manifest)
    except InvalidSignature:
        return False
    return True
