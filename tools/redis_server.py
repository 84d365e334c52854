"""A real Redis for tests: in a folder of its own, on a unix socket only, thrown away at the end.

It is the one that is installed, on Debian: apt install redis-server.
"""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tools.steps import Refused

START_SECONDS = 10
OPTIONS = ["--port", "0", "--save", "", "--appendonly", "no"]


class NoRedis(Refused):
    """There is no Redis on this machine."""


@dataclass
class RedisServer:
    """A server that can be killed, paused and started again."""

    binary: str
    home: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return f"unix://{self.home}/redis.sock"

    def start(self) -> None:
        """Start the server, empty. Raises NoRedis."""
        place = ["--unixsocket", str(self.home / "redis.sock"), "--dir", str(self.home)]
        with (self.home / "server.log").open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603  our binary
                [self.binary, *OPTIONS, *place], stdout=log, stderr=log
            )
        self._wait_until_ready()

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def pause(self) -> None:
        """Let the server take questions and answer none."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let the server answer again."""
        self._signal(signal.SIGCONT)

    def empty(self) -> None:
        """Make the server forget everything."""
        with Redis.from_url(self.url) as server:
            server.flushall()

    def fill(self) -> None:
        """Leave the server no memory to write anything."""
        with Redis.from_url(self.url) as server:
            server.config_set("maxmemory", "1")

    def _signal(self, what: signal.Signals) -> None:
        if self.process:
            self.process.send_signal(what)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        with Redis.from_url(self.url) as server:
            while not _answers(server):
                if time.monotonic() > deadline:
                    raise NoRedis(f"Redis did not start in {START_SECONDS} s.")
                time.sleep(0.02)


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """Yield a server that runs. Raises NoRedis."""
    binary = shutil.which("redis-server")
    if binary is None:
        raise NoRedis("There is no Redis here: on Debian, apt install redis-server")
    with tempfile.TemporaryDirectory(prefix="redis") as folder:
        server = RedisServer(binary, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _answers(server: Redis) -> bool:
    try:
        return bool(server.ping())
    except RedisError:
        return False
