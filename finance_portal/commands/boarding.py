"""Bring contracts and their papers onto the system."""

import sys
from argparse import Namespace
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from finance_portal import clock
from finance_portal.commands.base import CONTRACTS, Add, command, database
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


def _board(arguments: Namespace) -> int:
    with Progress(*CONTRACTS, console=Console(stderr=True)) as bar:
        task = bar.add_task("Boarding", total=1.0, contracts=0)
        try:
            outcome = board(
                database(),
                arguments.file,
                now=clock.business_now(),
                dry_run=arguments.dry_run,
                progress=lambda done, share: bar.update(task, completed=share, contracts=done),
            )
        except (FileRefused, OSError) as refusal:
            print(refusal, file=sys.stderr)
            print("Nothing was boarded.", file=sys.stderr)
            return 1
    print(_told(outcome, dry_run=arguments.dry_run))
    return 0


def _told(outcome: Outcome, *, dry_run: bool) -> str:
    verb = "would be boarded" if dry_run else "boarded"
    return f"{outcome.boarded:,} contracts {verb}, {outcome.unchanged:,} were here before."


def _board_papers(arguments: Namespace) -> int:
    try:
        outcome = board_papers(database(), arguments.folder, now=clock.business_now())
    except (PapersRefused, OSError) as refusal:
        print(refusal, file=sys.stderr)
        print("Nothing was boarded.", file=sys.stderr)
        return 1
    print(f"{outcome.new:,} documents boarded, {outcome.unchanged:,} were here before.")
    return 0
