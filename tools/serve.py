"""Serve the portal from the pages that are built: one process, one port, no Node."""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[0] = str(ROOT)

from tools.steps import Refused, tool  # noqa: E402  needs the path

WEB = Path(os.environ.get("REFLEX_WEB_WORKDIR", ".web"))


def serve() -> None:
    """Serve until a signal. Raises Refused when the pages are missing or for another address."""
    os.chdir(ROOT)
    os.umask(0o077)  # the database and the keys are nobody else's
    os.environ |= {
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": "65536",
    }
    from finance_portal.settings import settings  # noqa: PLC0415  reads the environment

    refuse_other_pages(settings.public_origin)
    from reflex.utils import exec as running  # noqa: PLC0415
    from reflex_base.config import get_config  # noqa: PLC0415
    from reflex_base.environment import environment  # noqa: PLC0415

    environment.REFLEX_SKIP_COMPILE.set(True)  # internal: an ordinary variable has no effect
    get_config()._set_persistent(frontend_port=settings.port, backend_port=settings.port)  # type: ignore[no-untyped-call]  # noqa: SLF001  as `reflex run` does
    running.run_backend_prod(settings.bind, settings.port, mount_frontend_compiled_app=True)


def refuse_other_pages(origin: str) -> None:
    """Raise Refused unless the pages were built for this origin: it is baked into them."""
    built = WEB / "env.json"
    if not (WEB / "build" / "client").is_dir() or not built.is_file():
        raise Refused("The pages are not built yet: run `make run`, or `python -m tools.pages`.")
    if not json.loads(built.read_text())["PING"].startswith(f"{origin}/"):
        raise Refused(f"The pages were built for another address than {origin}: build them anew.")


if __name__ == "__main__":
    tool(serve)
