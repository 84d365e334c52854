"""Every test: what needs no browser on all cores, then the journeys. `make test` runs it."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

from tools import chromium, rehearsal, stripe_cli
from tools.steps import tool

RESULTS = Path("test-results")
NOTHING_COLLECTED = 5
WORKERS = str(2 * (os.cpu_count() or 1))  # many tests wait for a server rather than for a core
JOURNEYS = str(os.cpu_count() or 1)  # each of them has a browser and a portal
PARTS = {
    "units": ["-m", "not journey", "--numprocesses", WORKERS, "--dist", "loadgroup"],
    "journeys": ["-m", "journey", "--numprocesses", JOURNEYS, "--dist", "loadfile"],
}


def suite() -> None:
    """Run all tests; the last line says what came of them and how long it took."""
    started = time.monotonic()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each of many processes would compile it all
    chromium.install()
    stripe_cli.install()
    with rehearsal.built():
        codes = [run(part, options) for part, options in PARTS.items()]
    counts = outcomes([RESULTS / f"{part}.xml" for part in PARTS])
    said = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
    seconds = time.monotonic() - started
    print(f"\n=== {said or 'no test ran'} in {seconds:.1f}s ({seconds / 60:.1f} min) ===")
    if not counts["passed"] or not {0, NOTHING_COLLECTED}.issuperset(codes):
        sys.exit(1)


def run(part: str, options: list[str]) -> int:
    """Run one part of the suite and return pytest's exit code."""
    print(f"\n{part}", flush=True)
    report = RESULTS / f"{part}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={report}"]
    return subprocess.call([*command, *options])  # noqa: S603  options of ours


def outcomes(reports: list[Path]) -> Counter[str]:
    """Return how many tests failed, passed and were skipped, as told by pytest's reports."""
    counts = Counter(failed=0, passed=0, skipped=0)
    for report in filter(Path.is_file, reports):
        told = ET.parse(report).getroot()[0].attrib  # noqa: S314  pytest wrote it  # nosec B314
        failed = int(told["failures"]) + int(told["errors"])
        skipped = int(told["skipped"])
        counts["failed"] += failed
        counts["skipped"] += skipped
        counts["passed"] += int(told["tests"]) - failed - skipped
    return counts


if __name__ == "__main__":
    tool(suite)
