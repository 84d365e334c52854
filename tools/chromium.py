"""The browser of the journeys: found, or installed by apt on a Debian that lets us."""

import os
import shutil
from pathlib import Path

from tools.steps import StepFailed, step

NAMES = ("chromium", "chromium-browser", "google-chrome")
APT = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium", "fonts-liberation"]
MISSING = "Chromium is missing, so no journey runs; on Debian: apt install chromium"


def chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    given = os.environ.get("PORTAL_TEST_CHROMIUM")
    return given or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install Debian's chromium where it is missing and we may; say so where we may not."""
    if chromium():
        return
    try:
        _install_by_apt()
    except StepFailed as failure:
        print(failure)
    if not chromium():
        print(MISSING)


def _install_by_apt() -> None:
    if "\nID=debian\n" not in Path("/etc/os-release").read_text():
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    step("Looking up Debian's packages", [*as_root, "apt-get", "update"], "apt", quiet)
    step("Installing chromium", [*as_root, *APT], "apt", quiet)
