"""Bring contracts and their papers onto the system."""

from argparse import Namespace
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from finance_portal import clock
from finance_portal.commands.base import CONTRACTS, Add, command, database, refused_by
from finance_portal.services.boarding.board import Outcome, board
from finance_portal.services.boarding.papers import PapersRefused, board_papers
from finance_portal.services.boarding.read import FileRefused


def add_to(add: Add) -> None:
    """Add the commands that bring contracts and their papers onto the system."""
    boarding = command(add, "board", _board, "bring contracts onto the system from a file")
    boarding.add_argument("file", type=Path, help="JSON or CSV, see docs/boarding.md")
    boarding.add_argument("--dry-run", action="store_true", help="write nothing")
    papers = command(add, "board-documents", _board_papers, "bring PDFs of contracts from a folder")
    papers.add_argument("folder", type=Path, help="files and documents.csv, see docs/boarding.md")


@refused_by(FileRefused, OSError, after="Nothing was boarded.")
def _board(arguments: Namespace) -> int:
    with Progress(*CONTRACTS, console=Console(stderr=True)) as bar:
        task = bar.add_task("Boarding", total=1.0, contracts=0)
        outcome = board(
            database(),
            arguments.file,
            now=clock.business_now(),
            dry_run=arguments.dry_run,
            progress=lambda done, share: bar.update(task, completed=share, contracts=done),
        )
    print(_told(outcome, dry_run=arguments.dry_run))
    return 0


def _told(outcome: Outcome, *, dry_run: bool) -> str:
    verb = "would be boarded" if dry_run else "boarded"
    return f"{outcome.boarded:,} contracts {verb}, {outcome.unchanged:,} were here before."


@refused_by(PapersRefused, OSError, after="Nothing was boarded.")
def _board_papers(arguments: Namespace) -> int:
    outcome = board_papers(database(), arguments.folder, now=clock.business_now())
    print(f"{outcome.new:,} documents boarded, {outcome.unchanged:,} were here before.")
    return 0
