"""Make the virtual environment and install what a requirements file pins: `tools.bootstrap FILE`.

Nothing is done twice: the environment remembers what was installed. Runs on any Python 3 from 3.8,
so that an old one is told in a sentence what is needed instead.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tools.steps import LOGS, Refused, StepFailed, step, tool

OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")
ENVIRONMENT = Path(".venv")
PYTHON = ENVIRONMENT / "bin" / "python"
PIP_OPTIONS = ("--disable-pip-version-check", "--no-input", "--require-hashes", "--retries=2")
UNREACHABLE = ("Retrying (", "from versions: none")  # what pip says when no index answers


def bootstrap() -> None:
    """Bring the virtual environment to what the requirements file says."""
    requirements = Path(sys.argv[1])
    if version(PYTHON, needs="pip") < OLDEST:
        make_environment(interpreter())
    stamp = ENVIRONMENT / f"{requirements.stem}.installed"
    wanted = fingerprint(requirements)
    if not stamp.is_file() or stamp.read_text() != wanted:
        install(requirements)
        stamp.write_text(wanted)


def interpreter() -> str:
    """Return a Python that is new enough: this one, or a newer one by its usual name."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    for name in NEWER:
        if version(name) >= OLDEST:
            return name
    raise Refused(
        f"Python 3.11 or newer is needed and this one is {sys.version.split()[0]}: install a newer"
        " one, or name it, as in: make run PYTHON=/usr/local/bin/python3.12"
    )


def version(python: str | Path, needs: str = "sys") -> tuple[int, ...]:
    """Return the version of an interpreter; (0,) when it does not run or lacks what it needs."""
    asked = f"import sys, {needs}; print(*sys.version_info[:3])"
    try:
        answer = subprocess.run(  # noqa: S603  an interpreter, by a name of ours
            [str(python), "-c", asked], capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return (0,)
    return tuple(map(int, answer.stdout.split()))


def fingerprint(requirements: Path) -> str:
    """Return what an installation depends on: the pins, the interpreter, and where it stands."""
    place = f"{ENVIRONMENT.resolve()} {version(PYTHON)}"
    return hashlib.sha256(requirements.read_bytes() + place.encode()).hexdigest()


def make_environment(python: str) -> None:
    """Make an empty virtual environment in place of one that cannot be used."""
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    try:
        step("Making a virtual environment", [python, "-m", "venv", str(ENVIRONMENT)], "venv")
    except StepFailed as failure:
        if "ensurepip" not in failure.output:
            raise
        raise Refused(
            f"{python} cannot make virtual environments: install its venv module, on Debian by"
            " apt install python3-venv."
        ) from failure


def install(requirements: Path) -> None:
    """Install exactly the pinned packages, each with its hash."""
    command = [str(PYTHON), "-m", "pip", "install", *PIP_OPTIONS, "-r", str(requirements)]
    try:
        step(f"Installing {requirements}", command, "pip")
    except StepFailed as failure:
        if not any(sign in failure.output for sign in UNREACHABLE):
            raise
        raise Refused(
            f"The package index cannot be reached, so {requirements} cannot be installed: check"
            f" the network, a proxy and `pip config list`; what pip said is in {LOGS}/pip.log."
        ) from failure


if __name__ == "__main__":
    tool(bootstrap)
