"""Stripe's own command line, a client that knows nothing of us: pinned, from npm, for one test."""

import shutil
import sys
from pathlib import Path

from tools.steps import StepFailed, step

LOCK = Path(__file__).with_suffix(".lock")  # package.json and package-lock.json, with hashes
FOLDER = Path("test-results", "stripe-cli")
NPM = Path(sys.executable).with_name("npm")
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(FOLDER)]
MISSING = "Stripe's command line is missing, so it does not try the sandbox; npm could not get it"


def stripe_cli() -> Path | None:
    """Return the path of the program, or None."""
    found = FOLDER.absolute().glob("node_modules/@stripe/cli-*/bin/stripe")
    return next(found, None)


def install() -> None:
    """Get the pinned version where another one or none is there; say so where that fails."""
    if stripe_cli() and _is_locked():
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(LOCK, FOLDER)
    try:
        step("Getting Stripe's command line", [str(NPM), *INSTALL], "npm")
    except StepFailed as failure:
        print(failure)
    if not stripe_cli():
        print(MISSING)


def _is_locked() -> bool:
    """Tell whether what is there came of the lock as it is now."""
    return all((FOLDER / file.name).read_bytes() == file.read_bytes() for file in LOCK.iterdir())
