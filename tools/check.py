"""Everything that can be found out without a test. `make check` runs it."""

import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools import rehearsal
from tools.postgres import NoPostgres, postgres
from tools.steps import Refused, StepFailed, elapsed, step, tool
from tools.supply import bill_of_materials, known_vulnerabilities, static_analysis

RUN = [sys.executable, "-m"]
LOCKS = [*Path().glob("requirements*.*"), *Path("reflex.lock").glob("*"), Path(".npmrc")]
ADDRESS = re.compile(r'--(?:extra-)?index-url|--find-links|@ https?://|"resolved"|registry\s*=')
HEAVY = "@radix-ui/themes"  # one such component puts 81 KB of styles on every page


def check() -> None:
    """Do every check, also after one has failed. Raises Refused with the names of those."""
    started = time.monotonic()
    failed = [one.__name__.replace("_", " ") for one in CHECKS if not passes(one)]
    if failed:
        raise Refused(f"Not in order: {', '.join(failed)}.")
    print(f"All in order, in {elapsed(started)}.")


def passes(one: Callable[[], None]) -> bool:
    """Do one check; show what it found when it is not in order."""
    try:
        one()
    except StepFailed as failure:
        print(failure.output)
    except Refused as refusal:
        print(refusal)
    else:
        return True
    return False


def formatting() -> None:
    """Find what the formatter would change."""
    step("Formatting", [*RUN, "ruff", "format", "--check", "."], "format")


def lint() -> None:
    """Find what no rule of ours excuses."""
    step("Lint", [*RUN, "ruff", "check", "."], "lint")


def types() -> None:
    """Find values that are not what their names promise."""
    step("Types", [*RUN, "mypy"], "mypy")


def layers() -> None:
    """Find imports that lean the wrong way."""
    step("Layers", [str(Path(sys.executable).with_name("lint-imports"))], "layers")


def migrations() -> None:
    """Find tables that are not what the models say, on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        migrate_and_compare("SQLite", f"sqlite:///{folder}/check.db")
    try:
        with postgres() as url:
            migrate_and_compare("PostgreSQL", url.render_as_string(hide_password=False))
    except NoPostgres as missing:
        print(f"Migrations on PostgreSQL were not checked. {missing}")


def migrate_and_compare(database: str, url: str) -> None:
    """Migrate an empty database and compare what is there with the models."""
    alembic = [*RUN, "alembic", "-x", f"url={url}"]
    step(f"Migrations on {database}", [*alembic, "upgrade", "head"], "upgrade")
    step(f"Models on {database}", [*alembic, "check"], "check")


def locks() -> None:
    """Find addresses of package registries, which differ from place to place. Raises Refused."""
    for lock in LOCKS:
        if found := ADDRESS.search(lock.read_text()):
            raise Refused(f"{lock} holds an address: {found[0]}")


def pages() -> None:
    """Build the pages; find locks that the build changed, and packages that are too heavy."""
    with rehearsal.built():
        packages = (rehearsal.PAGES / "package.json").read_text()
    if HEAVY in packages:
        raise Refused(f"A component brings in {HEAVY}.")
    if shutil.which("git") and Path(".git").exists():
        step("Locks after a build", ["git", "diff", "--exit-code", "--", "reflex.lock"], "locks")


CHECKS = (
    formatting,
    lint,
    types,
    layers,
    migrations,
    locks,
    pages,
    static_analysis,
    bill_of_materials,
    known_vulnerabilities,
)

if __name__ == "__main__":
    tool(check)
