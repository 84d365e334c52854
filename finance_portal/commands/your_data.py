"""A borrower's data, by hand: boarded from an export, exported for them, erased."""

from argparse import Namespace
from pathlib import Path

from finance_portal import clock
from finance_portal.commands.base import Add, command, database, refused_by
from finance_portal.commands.sealing import one_key
from finance_portal.language import speaking
from finance_portal.services.document_keys import public_keys
from finance_portal.services.erasure import ErasureRefused, erase, letter
from finance_portal.services.erasure.who import WhoIsThat, borrower_named
from finance_portal.services.vault import live_vault
from finance_portal.services.your_data.reading import ImportRefused
from finance_portal.services.your_data.restore import restore


def add_to(add: Add) -> None:
    """Add the commands about one borrower's data."""
    words = "board a borrower's export into an empty installation"
    importing = command(add, "import-account", _import, words)
    importing.add_argument("bundle", type=Path, help="the zip as it was downloaded")
    importing.add_argument(
        "--key",
        type=one_key,
        action="append",
        metavar="HEX",
        help="the public key of the installation that made it; more than once",
    )
    erasing = command(add, "erase", _erase, "erase a borrower's data, but for what the law keeps")
    erasing.add_argument("borrower", help="your own name for the person")
    erasing.add_argument("--by", required=True, metavar="NAME", help="who decided it")
    erasing.add_argument(
        "--letter", type=Path, required=True, metavar="FILE", help="where their letter goes (PDF)"
    )


@refused_by(ImportRefused, after="Nothing was imported.")
def _import(arguments: Namespace) -> int:
    keys = arguments.key or public_keys()
    found = restore(database(), live_vault(), arguments.bundle, keys=keys, now=clock.business_now())
    print(f"{found.contracts:,} contracts and {found.rows:,} rows imported.")
    return 0


@refused_by(ErasureRefused, WhoIsThat, OSError, after="Nothing was erased.")
def _erase(arguments: Namespace) -> int:
    """Erase, and write the letter first: an erasure that cannot be told is none."""
    now = clock.business_now()
    with database().begin() as session:
        borrower = borrower_named(session, arguments.borrower)
        with speaking(borrower.language):
            name = borrower.name
            done = erase(session, borrower.id or 0, by=arguments.by, now=now)
            arguments.letter.write_bytes(letter(name, done, now.date()))
    print(f"Erased; the books know them as {done.pseudonym}. Their letter is {arguments.letter}.")
    return 0
