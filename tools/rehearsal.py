"""The portal as journeys, screenshots and measurements use it: real, and beside a running one.

Its pages stand in test-results. They are bound to an address, so the port is kept with them.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.run import PORTAL, SERVER, wait_until_ready
from tools.steps import Refused, alone, stop

FOLDER = Path("test-results")
PAGES = FOLDER / "pages"
PORT = FOLDER / "port"
IS_BUILT = "REHEARSAL_IS_BUILT"  # somebody further up holds the folder, and the pages are made
ADDRESS = "REHEARSAL_ADDRESS"  # several rehearsals share a port, each on a loopback of its own


@contextmanager
def built() -> Iterator[None]:
    """Bring the pages to what the sources say, for a block that nobody else may be in."""
    if os.environ.get(IS_BUILT):
        yield
        return
    FOLDER.mkdir(exist_ok=True)
    with alone(FOLDER / "used", f"Something else uses {FOLDER}: wait until it has ended."):
        PORT.write_text(str(_free_port()))
        _run([sys.executable, "-m", "tools.pages"], FOLDER)
        os.environ[IS_BUILT] = "yes"
        try:
            yield
        finally:
            del os.environ[IS_BUILT]


def prepare(data: Path) -> None:
    """Make a data directory: the database migrated, the demo boarded."""
    _run([*PORTAL, "migrate"], data)
    _run([*PORTAL, "demo"], data)


@contextmanager
def serve(data: Path) -> Iterator[str]:
    """Serve what `built` and `prepare` made, yield its origin, and keep its words in server.log."""
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603  our own file
            SERVER, env=environment(data), stdout=log, stderr=log
        )
    try:
        wait_until_ready(server, int(PORT.read_text()), address())
        yield f"http://localhost:{PORT.read_text()}"
    finally:
        stop(server)


def address() -> str:
    """Return the loopback address that this rehearsal is served on."""
    return os.environ.get(ADDRESS, "127.0.0.1")


def environment(data: Path) -> dict[str, str]:
    """Return the environment of all that belongs to this portal; the caller's own does not leak."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return outer | {
        "PORTAL_BIND": address(),
        "PORTAL_DATA_DIR": str(data),
        "PORTAL_PORT": PORT.read_text(),
        "PORTAL_RATE_LIMIT_FACTOR": "1000",
        "REFLEX_WEB_WORKDIR": str(PAGES),
    }


def _free_port() -> int:
    for wanted in (int(PORT.read_text()) if PORT.exists() else 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Refused("This machine has no free port.")


def _run(command: list[str], data: Path) -> None:
    if subprocess.call(command, env=environment(data)):  # noqa: S603  our own modules
        raise Refused(f"{' '.join(command[1:])} failed; why is written above.")
