"""The local outbox: letters and text messages become files, so that a demo needs no provider.

One file per message, named by when it was written, so that the newest comes last.
"""

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from finance_portal.gateways.mail import Letter
from finance_portal.gateways.sms import TextMessage


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One message in the outbox."""

    ref: str
    channel: str  # "email" or "text"
    to: str
    subject: str
    words: str
    code: str
    at: datetime


class Outbox:
    """Takes letters and text messages. `folder` is made when the first one comes."""

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: Letter | TextMessage) -> str:
        """Keep a message; return the name of its file."""
        sent = Sent(
            ref=message.ref,
            channel="email" if isinstance(message, Letter) else "text",
            to=message.to,
            subject=message.subject if isinstance(message, Letter) else "",
            words=message.text,
            code=message.code,
            at=message.written_at,
        )
        return await asyncio.to_thread(_keep, self._folder, sent)


def newest(folder: Path, count: int) -> list[Sent]:
    """Return what was sent last, the newest first."""
    files = sorted(folder.glob("*.json"), reverse=True)[:count]
    return [_read(json.loads(file.read_text())) for file in files]


def _keep(folder: Path, sent: Sent) -> str:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    at = sent.at.astimezone(UTC)
    name = f"{at:%Y%m%dT%H%M%S.%f}-{sent.ref}.json"
    draft = folder / f"{name}.draft"  # which nobody lists
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as file:
        json.dump({**vars(sent), "at": at.isoformat()}, file)
    draft.replace(folder / name)
    return name


def _read(file: Mapping[str, str]) -> Sent:
    return Sent(**{**file, "at": datetime.fromisoformat(file["at"])})  # type: ignore[arg-type]
