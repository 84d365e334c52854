"""Build the pages, once: again only when something that they are made of has changed.

Reflex takes the folder from REFLEX_WEB_WORKDIR, so that tests build theirs beside a running portal.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from tools import speaking
from tools.steps import LOGS, Refused, StepFailed, step, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finance_portal.settings import Settings

WEB = Path(os.environ.get("REFLEX_WEB_WORKDIR", ".web"))
INGREDIENTS = (
    "assets",
    "finance_portal/documents",
    "finance_portal/domain",
    "finance_portal/contents.py",
    "finance_portal/finance_portal.py",
    "finance_portal/language.py",
    "finance_portal/locale",
    "finance_portal/pages",
    "finance_portal/services/asking",
    "finance_portal/services/proofs.py",
    "finance_portal/settings.py",
    "finance_portal/ui",
    "reflex.lock",
    "requirements.txt",
    "rxconfig.py",
    "tools/speaking.py",
)
NOT_IN_A_PAGE = {
    "audit_anchors",
    "bind",
    "codes_per_day",
    "data_dir",
    "data_key",
    "data_keys",
    "database_url",
    "desk_origin",
    "desk_port",
    "limits_url",
    "mail_from",
    "rate_limit_factor",
    "second_factor",
    "second_factor_relaxed_because",
    "secrets_dir",
    "smtp_host",
    "smtp_password",
    "smtp_port",
    "smtp_security",
    "smtp_user",
    "trusted_proxy_hops",
    "twilio_account_sid",
    "twilio_auth_token",
    "twilio_from",
    "twilio_messaging_service",
    "twilio_url",
}
PACKAGES = Path("reflex.lock/package.json")
UNREACHABLE = ("ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH")


def build() -> None:
    """Bring the pages to what the sources and the settings say."""
    settings = read_settings()
    mark = WEB / "fingerprint"
    if mark.is_file() and mark.read_text() == fingerprint(settings):
        return
    mark.unlink(missing_ok=True)
    packages = PACKAGES.read_text() if PACKAGES.exists() else "{}"
    export()
    if json.loads(packages) == json.loads(PACKAGES.read_text()):
        PACKAGES.write_text(packages)  # each build writes the same keys in another order
    mark.write_text(fingerprint(settings))


def read_settings() -> Settings:
    """Return the settings. Raises Refused, naming the variable, when one cannot be used."""
    try:
        from finance_portal.settings import settings  # noqa: PLC0415  its import reads them
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "__".join(["PORTAL", *map(str, first["loc"])]).replace("__", "_", 1).upper()
        raise Refused(f"{name} cannot be used: {first['msg']}.") from error
    return settings


def fingerprint(settings: Settings) -> str:
    """Return what the pages depend on: their sources, the pinned packages, brand and origin."""
    digest = hashlib.sha256(settings.model_dump_json(exclude=NOT_IN_A_PAGE).encode())
    for file in sources():
        digest.update(f"{file} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    """Yield every file that a page can be made of, always in the same order."""
    for ingredient in map(Path, INGREDIENTS):
        for file in [ingredient, *sorted(ingredient.rglob("*"))]:
            if file.is_file() and file.suffix != ".pyc":
                yield file


def export() -> None:
    """Write the pages, in every language. Raises Refused when npm reaches no registry."""
    draw()
    speak()


def draw() -> None:
    """Let Reflex and npm write the pages. Raises Refused when npm reaches no registry."""
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    try:
        step("Building the pages", [*command, "--env", "prod"], "pages", environment())
    except StepFailed as failure:
        if not any(sign in failure.output for sign in UNREACHABLE):
            raise
        raise Refused(
            "The npm registry cannot be reached, so the pages cannot be built: check the network,"
            f" a proxy and `npm config list`; what npm said is in {LOGS}/pages.log."
        ) from failure


def speak() -> None:
    """Write the finished pages in every language."""
    from finance_portal import language  # noqa: PLC0415  so that settings are refused in a sentence
    from finance_portal.ui import lean  # noqa: PLC0415

    client = WEB / "build" / "client"
    others = {each: language.catalogue(each) for each in language.LANGUAGES if each != "en"}
    speaking.speak(client, others)
    speaking.pack(client, lean.PACKED_AS)


def environment() -> dict[str, str]:
    """Return the environment of a build: the pinned Node first, and nothing asked of third parties.

    Reflex measures public registries unless it is told which one to use: the one that npm uses.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    build_only = {
        "PATH": path,
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_USE_NPM": "1",
        "npm_config_fetch_retry_maxtimeout": "5000",
        "npm_config_fetch_retry_mintimeout": "1000",
    }
    registry = subprocess.run(
        ["npm", "config", "get", "registry"],  # noqa: S607  the one on this PATH
        capture_output=True,
        check=True,
        env=os.environ | build_only,
        text=True,
    ).stdout.strip()
    return os.environ | build_only | {"NPM_CONFIG_REGISTRY": registry}


if __name__ == "__main__":
    tool(build)
