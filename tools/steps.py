"""What the tools share: a refusal in one sentence, and long steps that show the time they take.

Standard library only, and nothing newer than Python 3.8: the bootstrap stands on this.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LOGS = Path(".venv", "log")
TERMINATION_SECONDS = 5


class Refused(Exception):
    """A tool cannot do its work; the message is one sentence for the person at the keyboard."""


class StepFailed(Refused):
    """A command of a step failed; `output` is all that it said."""

    def __init__(self, title: str, log: Path) -> None:
        self.output = log.read_text(errors="replace")
        last = (self.output.strip().splitlines() or ["it said nothing"])[-1]
        super().__init__(f"{title} failed: {last.strip()}\nAll that it said is in {log}.")


def tool(work: Callable[[], None]) -> None:
    """Do the work of a command: a refusal is one sentence and code 1, an interrupt code 130."""
    try:
        work()
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)


@contextmanager
def alone(lock: Path, notice: str) -> Iterator[None]:
    """Be the only one in the block. Raises Refused with the notice of who is in it already."""
    with lock.open("a+") as held:
        held.seek(0)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(held.read()) from None
        held.truncate(0)
        held.write(notice)
        held.flush()
        yield


def step(
    title: str, command: Sequence[str], name: str, environment: Mapping[str, str] | None = None
) -> str:
    """Run a command, return what it says and keep it in a log of that name. Raises StepFailed."""
    started = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    _show(title)
    with log.open("w") as sink:
        process = subprocess.Popen(  # noqa: S603  every caller names a program of the project
            command, stdout=sink, stderr=sink, stdin=subprocess.DEVNULL, env=environment
        )
        try:
            while _running(process):
                _show_time(title, started)
        finally:
            stop(process)
            print(f"{_rewind(title)} {elapsed(started)}", flush=True)
    if process.returncode:
        raise StepFailed(title, log)
    return log.read_text(errors="replace")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, politely first; one that has ended is left alone."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(TERMINATION_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def elapsed(started: float) -> str:
    """Return the time since `started` (of time.monotonic) in words: 12 s, 3 min 20 s."""
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def _running(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        return True
    return False


def _show(title: str) -> None:
    print(f"{title} …", end="", flush=True)


def _show_time(title: str, started: float) -> None:
    if sys.stdout.isatty():
        print(f"{_rewind(title)} {elapsed(started)}", end="", flush=True)


def _rewind(title: str) -> str:
    return f"\r{title} …" if sys.stdout.isatty() else ""
