"""What all commands share: how one is declared, refused, shows progress; its database."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import wraps
from typing import TypeAlias

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

from finance_portal.db import Database
from finance_portal.settings import settings

BUSY_MILLISECONDS = 60_000
CONTRACTS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.fields[contracts]:,} contracts"),
    TimeRemainingColumn(),
)
VALUES = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())

Add: TypeAlias = Callable[..., ArgumentParser]
Work: TypeAlias = Callable[[Namespace], int]


def command(add: Add, name: str, work: Work, words: str) -> ArgumentParser:
    """Declare a command: what it does, and what its help says."""
    parser = add(name, help=words, description=words)
    parser.set_defaults(work=work)
    return parser


def group(add: Add, name: str, words: str) -> Add:
    """Declare a group of commands; return what adds one to it."""
    return add(name, help=words).add_subparsers(required=True, metavar="command").add_parser


def refused_by(*refusals: type[Exception], after: str = "") -> Callable[[Work], Work]:
    """Have a command end with 1 where it is refused, saying why, and what `after` says."""

    def declare(work: Work) -> Work:
        @wraps(work)
        def run(arguments: Namespace) -> int:
            try:
                return work(arguments)
            except refusals as refusal:
                print(refusal, *filter(None, [after]), sep="\n", file=sys.stderr)
                return 1

        return run

    return declare


def database() -> Database:
    """Return the installation's database, patient with whoever else writes."""
    return Database(settings.url_of_database, busy_milliseconds=BUSY_MILLISECONDS)
