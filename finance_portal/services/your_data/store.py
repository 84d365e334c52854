"""Where bundles lie until they are fetched: in the data directory, each under a key of its own.

Whoever copies the directory reads nothing of them. A file is a row of sealed pieces, each bound to
its place and to whether it is the last, so that it is written and read piece by piece.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typing_extensions import Buffer

from finance_portal.services import keys
from finance_portal.settings import settings

PIECE = 1 << 18
TAG = 16
FOLDER = "exports"


class StoreBroken(Exception):
    """A bundle is gone, or was changed where it lay."""


def path_of(ref: str) -> Path:
    """Return where the bundle of an export lies; the folder is its owner's alone."""
    folder = settings.data_dir / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{ref}.sealed"


class Sealing(io.RawIOBase):
    """A file to write to, which holds back no more than a piece."""

    def __init__(self, ref: str) -> None:
        super().__init__()
        self._cipher, self._file = _cipher(ref), path_of(ref).open("wb")
        path_of(ref).chmod(0o600)
        self._held, self._number, self.size = bytearray(), 0, 0

    def writable(self) -> bool:
        """Tell that one may write; a zip need not seek."""
        return True

    def write(self, data: Buffer) -> int:
        """Take some bytes."""
        self._held += data
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), is_last=False)
            del self._held[:PIECE]
        written = memoryview(data).nbytes
        self.size += written
        return written

    def close(self) -> None:
        """Seal what is left, as the last."""
        if not self.closed:
            self._seal(bytes(self._held), is_last=True)
            self._file.close()
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_place(self._number, is_last=is_last), piece, None))
        self._number += 1


def opened(ref: str) -> Iterator[bytes]:
    """Yield a bundle piece by piece. Raises StoreBroken."""
    cipher, number = _cipher(ref), 0
    try:
        with path_of(ref).open("rb") as file:
            piece = file.read(PIECE + TAG)
            while piece:
                following = file.read(PIECE + TAG)
                yield cipher.decrypt(_place(number, is_last=not following), piece, None)
                number, piece = number + 1, following
    except (OSError, InvalidTag) as error:
        raise StoreBroken(ref) from error


def forget(ref: str) -> None:
    """Remove a bundle, if it is there."""
    path_of(ref).unlink(missing_ok=True)


def _cipher(ref: str) -> AESGCM:
    return AESGCM(keys.sub_key(settings.master_key, f"export {ref}"))


def _place(number: int, *, is_last: bool) -> bytes:
    """Return the nonce of a piece: a key seals each place once."""
    return bytes([is_last]) + number.to_bytes(11, "big")
