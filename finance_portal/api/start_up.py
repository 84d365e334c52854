"""What production refuses to start with (security.md K5). Every reason is told at once."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url

from finance_portal.clock import CALENDAR_FILE
from finance_portal.settings import Settings

SHORTEST_KEY = 32
FEWEST_CHARACTERS = 12  # different ones, in a key
PLACEHOLDERS = ("change", "default", "example", "secret", "password", "test")


class UnsafeSettings(Exception):
    """The portal must not start like this. The message names every reason."""


def check(settings: Settings, environ: Mapping[str, str] = os.environ) -> None:
    """Raise UnsafeSettings when production would be unsafe. The demo may do as it likes."""
    if settings.mode != "production":
        return
    reasons = [
        *_keys(settings),
        *_origin(settings.origin),
        *_demo(settings),
        *_processor(settings),
        *_server(settings, environ),
        *_files(settings),
    ]
    if reasons:
        raise UnsafeSettings("\n".join(["The portal does not start:", *reasons]))


def _keys(settings: Settings) -> Iterator[str]:
    key = settings.secret_key.get_secret_value()
    others = (settings.stripe_secret_key, settings.stripe_webhook_secret)
    if not key:
        yield "PORTAL_SECRET_KEY is missing."
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield f"PORTAL_SECRET_KEY is weak: {SHORTEST_KEY} random characters are the least."
    elif any(word in key.lower() for word in PLACEHOLDERS):
        yield "PORTAL_SECRET_KEY is a placeholder."
    elif any(key == other.get_secret_value() for other in others):
        yield "PORTAL_SECRET_KEY is used for something else too."


def _origin(origin: str) -> Iterator[str]:
    parts = urlsplit(origin)
    if parts.scheme != "https":
        yield "PORTAL_ORIGIN must begin with https://."
    if origin != f"{parts.scheme}://{parts.netloc}" or origin != origin.lower() or "*" in origin:
        yield "PORTAL_ORIGIN must be one exact address, lower case, without a path."
    if parts.hostname in {"localhost", "127.0.0.1", "::1"}:
        yield "PORTAL_ORIGIN must be the public address, not this machine's."


def _demo(settings: Settings) -> Iterator[str]:
    if (settings.data_dir / CALENDAR_FILE).exists():
        yield f"{settings.data_dir} holds a demo: its calendar, and so its borrowers."
    if settings.rate_limit_factor != 1:
        yield "PORTAL_RATE_LIMIT_FACTOR is for tests."


def _processor(settings: Settings) -> Iterator[str]:
    if settings.processor == "sandbox":
        yield "PORTAL_PROCESSOR is the sandbox: no money would move."
        return
    key = settings.stripe_secret_key.get_secret_value()
    if not key:
        yield "PORTAL_STRIPE_SECRET_KEY is missing."
    if key.startswith(("sk_test_", "rk_test_")):
        yield "PORTAL_STRIPE_SECRET_KEY is for tests: no money would move."
    if not settings.stripe_webhook_secret.get_secret_value():
        yield "PORTAL_STRIPE_WEBHOOK_SECRET is missing."


def _server(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    workers = environ.get("GRANIAN_WORKERS", "1")
    is_sqlite = make_url(settings.url_of_database).get_backend_name() == "sqlite"
    if is_sqlite and workers != "1":
        yield f"SQLite serves one worker, not {workers}."
    if environ.get("REFLEX_ENV_MODE") != "prod":
        yield "Reflex runs in its development mode: REFLEX_ENV_MODE must be prod."


def _files(settings: Settings) -> Iterator[str]:
    """Look at the directory of the data, and at what stands directly in it."""
    if not settings.data_dir.exists():
        return
    for file in (settings.data_dir, *sorted(settings.data_dir.iterdir())):
        if _is_open_to_all(file):
            yield f"{file} can be read by every user of this machine."


def _is_open_to_all(file: Path) -> bool:
    return bool(file.stat().st_mode & stat.S_IRWXO)
