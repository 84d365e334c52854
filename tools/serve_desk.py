"""Serve the servicing desk: one process, one port of its own, and no Node."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[0] = str(ROOT)

from tools.steps import Refused, tool  # noqa: E402  needs the path


def serve() -> None:
    """Serve until a signal. Raises Refused when the settings are unsafe."""
    os.chdir(ROOT)
    os.umask(0o077)  # the database and the keys are nobody else's
    os.environ["REFLEX_ENV_MODE"] = "prod"
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    from finance_portal.api.start_up import UnsafeSettings  # noqa: PLC0415  reads the environment
    from finance_portal.desk import serving  # noqa: PLC0415
    from finance_portal.settings import settings  # noqa: PLC0415

    try:
        serving.check(settings)
    except UnsafeSettings as unsafe:
        raise Refused(str(unsafe)) from None
    Server(
        "finance_portal.desk.serving:create",
        address=settings.bind,
        port=settings.port_of_desk,
        interface=Interfaces.ASGI,
        factory=True,
        websockets=False,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    tool(serve)
