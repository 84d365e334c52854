"""Run the portal from this folder: migrate, prepare the demo, build what has changed, serve."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from tools import pages
from tools.steps import Refused, alone, elapsed, step, stop, tool

if TYPE_CHECKING:
    from finance_portal.settings import Settings

PORTAL = [sys.executable, "-m", "finance_portal"]
SERVER = [sys.executable, "tools/serve.py"]
DESK = [sys.executable, "tools/serve_desk.py"]
SANDBOX = "Payments go to the built-in sandbox of the payment processor: no money moves."
OUTBOX = "/_sandbox/outbox"
RUNNING = Path(".venv", "running")
READY_SECONDS = 120


def run() -> None:
    """Serve the portal until Ctrl-C."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    settings = pages.read_settings()
    with alone(RUNNING, f"The portal of this folder already runs: {settings.public_origin}"):
        refuse_taken_port(settings.port, settings.bind)
        if has_desk(settings):
            refuse_taken_port(settings.port_of_desk, settings.bind)
        step("Migrating the database", [*PORTAL, "migrate"], "migrate")
        logins = demo() if settings.mode == "demo" else ""
        pages.build()
        serve(settings, logins)


def demo() -> str:
    """Board the demo portfolio where there is nothing yet, and return its logins."""
    return step("Preparing the demo", [*PORTAL, "demo"], "demo")


def refuse_taken_port(port: int, address: str = "127.0.0.1") -> None:
    """Raise Refused when something else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            raise Refused(f"Port {port} needs root: choose one above 1023.") from None
        except OSError:
            raise Refused(f"Port {port} is in use: choose another, make run PORT=...") from None


def serve(settings: Settings, logins: str) -> None:
    """Start portal and desk, tell the addresses when they answer, and stop both on Ctrl-C."""
    server = subprocess.Popen(SERVER)  # noqa: S603  our own file
    desk = None
    try:
        wait_until_ready(server, settings.port, settings.bind)
        if has_desk(settings):
            desk = subprocess.Popen(DESK)  # noqa: S603  our own file
            wait_until_ready(desk, settings.port_of_desk, settings.bind, "desk")
        print(f"\n{logins.strip()}\n\n{processor(settings)}\n{post(settings)}")
        print(f"The portal: {settings.public_origin}")
        if desk:
            print(f"The servicing desk: {settings.origin_of_desk}")
        print("Ctrl-C stops it.", flush=True)
        if server.wait():
            raise Refused(f"The server ended by itself with code {server.returncode}.")
    except KeyboardInterrupt:
        print("\nStopping.")
    finally:
        stop(server)
        if desk:
            stop(desk)


def has_desk(settings: Settings) -> bool:
    """Return whether the desk is served as well: in production, where it has an address."""
    return settings.mode == "demo" or bool(settings.desk_origin)


def wait_until_ready(
    server: subprocess.Popen[bytes], port: int, address: str = "127.0.0.1", name: str = "server"
) -> None:
    """Return when the server answers. Raises Refused when it ends or takes too long."""
    started = time.monotonic()
    print(f"Starting the {name} …", end="", flush=True)
    while not answers(port, address):
        if server.poll() is not None or time.monotonic() - started > READY_SECONDS:
            raise Refused(f"\nThe {name} did not start; why is written above.")
        time.sleep(0.2)
    print(f" {elapsed(started)}")


def answers(port: int, address: str) -> bool:
    """Return whether the portal answers a request, with whatever status.

    A redirect to its public origin is an answer: who listens there may be somebody else.
    """
    with closing(HTTPConnection(address, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/health")
            connection.getresponse()
        except (OSError, HTTPException):
            return False
    return True


def processor(settings: Settings) -> str:
    """Return the line that says whether money can move."""
    return SANDBOX if settings.processor == "sandbox" else "Payments are real: Stripe moves money."


def post(settings: Settings) -> str:
    """Return the line that says where codes and notices go."""
    if "outbox" in {settings.mail, settings.texts}:
        return f"Codes and notices are not sent, they are on {settings.public_origin}{OUTBOX}"
    return "Codes and notices are really sent, by mail and by text message."


if __name__ == "__main__":
    tool(run)
