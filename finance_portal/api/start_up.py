"""What production refuses to start with (security.md K5). Every reason is told at once."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy import make_url

from finance_portal.clock import CALENDAR_FILE
from finance_portal.gateways.mail import ADDRESS
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
        *_origin("PORTAL_ORIGIN", settings.origin),
        *_desk(settings),
        *_demo(settings),
        *_processor(settings),
        *_mail(settings),
        *_texts(settings),
        *_second_factor(settings),
        *_server(settings, environ),
        *_files(settings),
    ]
    if reasons:
        raise UnsafeSettings("\n".join(["The portal does not start:", *reasons]))


def _keys(settings: Settings) -> Iterator[str]:
    data_keys = {f"PORTAL_DATA_KEYS__{name}": key for name, key in settings.data_keys.items()}
    others = [value for _, value in settings if isinstance(value, SecretStr)]
    everything = [secret.get_secret_value() for secret in (*others, *data_keys.values())]
    for name, key in {"PORTAL_SECRET_KEY": settings.secret_key, **data_keys}.items():
        yield from _weakness(name, key.get_secret_value(), everything)
    if not data_keys:
        yield "PORTAL_DATA_KEYS is missing."
    elif settings.data_key is not None and settings.data_key not in settings.data_keys:
        yield f"PORTAL_DATA_KEY is {settings.data_key}, which is not in PORTAL_DATA_KEYS."


def _weakness(name: str, key: str, everything: list[str]) -> Iterator[str]:
    if not key:
        yield f"{name} is missing."
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield f"{name} is weak: {SHORTEST_KEY} random characters are the least."
    elif any(word in key.lower() for word in PLACEHOLDERS):
        yield f"{name} is a placeholder."
    elif everything.count(key) > 1:
        yield f"{name} is used for something else too."


def _origin(name: str, origin: str) -> Iterator[str]:
    parts = urlsplit(origin)
    if parts.scheme != "https":
        yield f"{name} must begin with https://."
    if origin != f"{parts.scheme}://{parts.netloc}" or origin != origin.lower() or "*" in origin:
        yield f"{name} must be one exact address, lower case, without a path."
    if parts.hostname in {"localhost", "127.0.0.1", "::1"}:
        yield f"{name} must be the public address, not this machine's."


def _desk(settings: Settings) -> Iterator[str]:
    """Look at the address of the servicing desk, where there is one."""
    if not settings.desk_origin:
        return
    yield from _origin("PORTAL_DESK_ORIGIN", settings.desk_origin)
    if urlsplit(settings.desk_origin).hostname == urlsplit(settings.origin).hostname:
        yield "PORTAL_DESK_ORIGIN must be another host than the portal's: they would share cookies."


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


def _mail(settings: Settings) -> Iterator[str]:
    if settings.mail == "outbox":
        yield "PORTAL_MAIL is the local outbox: no code would reach anybody."
        return
    if not settings.smtp_host:
        yield "PORTAL_SMTP_HOST is missing."
    if settings.smtp_security == "none":
        yield "PORTAL_SMTP_SECURITY is none: codes would travel in clear."
    if not ADDRESS.fullmatch(settings.mail_from):
        yield "PORTAL_MAIL_FROM must be one address."


def _texts(settings: Settings) -> Iterator[str]:
    if settings.texts == "outbox":
        yield "PORTAL_TEXTS is the local outbox: no code would reach anybody."
        return
    if not (settings.twilio_account_sid and settings.twilio_auth_token.get_secret_value()):
        yield "PORTAL_TWILIO_ACCOUNT_SID or PORTAL_TWILIO_AUTH_TOKEN is missing."
    if not (settings.twilio_from or settings.twilio_messaging_service):
        yield "PORTAL_TWILIO_FROM or PORTAL_TWILIO_MESSAGING_SERVICE is missing."
    if not settings.twilio_url.startswith("https://"):
        yield "PORTAL_TWILIO_URL must begin with https://."


def _second_factor(settings: Settings) -> Iterator[str]:
    if settings.second_factor == "relaxed" and not settings.second_factor_relaxed_because.strip():
        yield (
            "PORTAL_SECOND_FACTOR is relaxed: PORTAL_SECOND_FACTOR_RELAXED_BECAUSE must say who "
            "approved that in writing, and why."
        )


def _server(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    workers = environ.get("GRANIAN_WORKERS", "1")
    is_sqlite = make_url(settings.url_of_database).get_backend_name() == "sqlite"
    if is_sqlite and workers != "1":
        yield f"SQLite serves one worker, not {workers}."
    if workers != "1" and not settings.limits_url.get_secret_value():
        yield "PORTAL_LIMITS_URL is missing: several workers would each count for themselves."
    if environ.get("REFLEX_ENV_MODE") != "prod":
        yield "Reflex runs in its development mode: REFLEX_ENV_MODE must be prod."


def _files(settings: Settings) -> Iterator[str]:
    """Look at the directories of data and of secrets, and at what stands directly in them."""
    for folder in (settings.data_dir, settings.secrets_dir):
        if folder is None or not folder.exists():
            continue
        for file in (folder, *sorted(folder.iterdir())):
            if _is_open_to_all(file):
                yield f"{file} can be read by every user of this machine."


def _is_open_to_all(file: Path) -> bool:
    return bool(file.stat().st_mode & stat.S_IRWXO)
