"""What servicing does by hand: decide requests, set flags, send titles, take vehicles back."""

import csv
import sys
from argparse import ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path

from finance_portal import clock
from finance_portal.commands.base import Add, command, database, group, refused_by
from finance_portal.domain.cents import AmountRefused, dollars, parse_dollars
from finance_portal.services import desk_of_requests, desk_of_titles, flagging
from finance_portal.services.asking.deciding import DecisionRefused
from finance_portal.services.desk_of_titles import TitleRefused
from finance_portal.services.flagging import Flag, FlagRefused
from finance_portal.services.lease_end.held import LeaseEndRefused
from finance_portal.services.lease_end.returning import Return, returned
from finance_portal.services.profile import printing
from finance_portal.services.requests import RequestNotFound


def add_to(add: Add) -> None:
    """Add what servicing does by hand until it has a desk of its own."""
    _add_requests(group(add, "requests", "what borrowers have asked for"))
    _add_flags(group(add, "flag", "what changes how a contract is serviced"))
    _add_titles(group(add, "title", "the titles of vehicles that are paid off"))
    _add_lease(group(add, "lease", "the end of a lease"))
    _add_paper(group(add, "paper", "what is to be printed and posted"))


def _add_requests(add: Add) -> None:
    command(add, "list", _list_requests, "list what waits for a person, the oldest first")
    show = command(add, "show", _show_request, "show what a borrower has written")
    show.add_argument("ref")
    for name, status, words in (
        ("grant", "granted", "say yes, in a reply to the borrower"),
        ("decline", "declined", "say no, with the reason, in a reply to the borrower"),
    ):
        decide = command(add, name, _decide_request, words)
        decide.set_defaults(outcome=status)
        decide.add_argument("ref")
        decide.add_argument("--reply", required=True, help="what the borrower reads")
        decide.add_argument("--by", default="servicing", help="who decides")
    decide = command(add, "decide", _decide_request, "decide in a word that `show` offers")
    decide.add_argument("ref")
    decide.add_argument("outcome")
    decide.add_argument("--reply", required=True, help="what the borrower reads")
    decide.add_argument("--by", default="servicing", help="who decides")


def _add_flags(add: Add) -> None:
    adding = command(add, "add", _flag_add, "set a flag; what follows from it follows at once")
    adding.add_argument("--since", type=date.fromisoformat, required=True, metavar="DATE")
    adding.add_argument("--by", required=True, metavar="NAME", help="who notes it")
    adding.add_argument("--borrower", metavar="ID", help="your own name for whom it is about")
    ending = command(add, "end", _flag_end, "end a flag after its last day")
    ending.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    for each in (adding, ending):
        each.add_argument("ref", help="the contract: its account number, or its name in addresses")
        each.add_argument("kind", choices=flagging.KINDS)


def _add_titles(add: Add) -> None:
    command(add, "list", _titles, "list the liens to be released and the titles to be sent")
    sent = command(add, "sent", _title_sent, "note that the title papers went out")
    sent.add_argument("ref", help="the contract: its account number, or its name in addresses")
    sent.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    sent.add_argument("--how", required=True, help='such as "Certified mail"')
    sent.add_argument("--tracking", metavar="NUMBER")
    sent.add_argument(
        "--address-confirmed",
        action="store_true",
        help="the address was changed lately, and the borrower confirmed it by telephone",
    )


def _add_lease(add: Add) -> None:
    back = command(add, "returned", _returned, "write down that a vehicle is back, and invoice it")
    back.add_argument("contract", help="its account number, or its name in addresses")
    back.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    back.add_argument("--odometer", type=int, required=True, metavar="MILES")
    back.add_argument("--wear", action="append", default=[], type=_wear, metavar="WORDS=AMOUNT")
    back.add_argument(
        "--by-orders", action="store_true", help="military orders end it: no early charge"
    )
    back.add_argument("--realized", type=parse_dollars, help="what an early return brought")
    back.add_argument("--taxes", type=parse_dollars, default=0, help="official fees and taxes")


def _add_paper(add: Add) -> None:
    command(add, "list", _list_paper, "list what is to be printed, the oldest first")
    export = command(add, "export", _export_paper, "write it as PDFs with a list, once")
    export.add_argument("folder", type=Path)


def _list_requests(_arguments: Namespace) -> int:
    for line in desk_of_requests.waiting(database()):
        print(line)
    return 0


def _show_request(arguments: Namespace) -> int:
    try:
        print(desk_of_requests.written(database(), arguments.ref))
    except RequestNotFound:
        return _no_request()
    return 0


@refused_by(DecisionRefused)
def _decide_request(arguments: Namespace) -> int:
    try:
        desk_of_requests.decide(
            database(),
            arguments.ref,
            outcome=arguments.outcome,
            reply=arguments.reply,
            by=arguments.by,
            now=clock.business_now(),
        )
    except RequestNotFound:
        return _no_request()
    print("The borrower has been told.")
    return 0


def _no_request() -> int:
    print("No such request waits for a person.", file=sys.stderr)
    return 1


@refused_by(FlagRefused)
def _flag_add(arguments: Namespace) -> int:
    flag = Flag(
        contract_ref=arguments.ref,
        kind=arguments.kind,
        since=arguments.since,
        borrower=arguments.borrower,
        noted_by=arguments.by,
    )
    flagging.add(database(), flag, clock.business_now())
    return 0


@refused_by(FlagRefused)
def _flag_end(arguments: Namespace) -> int:
    flagging.end(
        database(),
        contract_ref=arguments.ref,
        kind=arguments.kind,
        on=arguments.on,
        now=clock.business_now(),
    )
    return 0


def _titles(_arguments: Namespace) -> int:
    for line in desk_of_titles.to_do(database()):
        print(line)
    return 0


@refused_by(TitleRefused)
def _title_sent(arguments: Namespace) -> int:
    desk_of_titles.send(
        database(),
        contract_name=arguments.ref,
        on=arguments.on,
        how=arguments.how,
        tracking=arguments.tracking,
        now=clock.business_now(),
        address_confirmed=arguments.address_confirmed,
    )
    return 0


def _wear(text: str) -> tuple[str, int]:
    words, _, amount = text.rpartition("=")
    try:
        return words, parse_dollars(amount)
    except AmountRefused as refusal:
        raise ArgumentTypeError(str(refusal)) from refusal


@refused_by(LeaseEndRefused)
def _returned(arguments: Namespace) -> int:
    back = Return(
        on=arguments.on,
        odometer=arguments.odometer,
        wear=arguments.wear,
        realized=arguments.realized,
        by_orders=arguments.by_orders,
        taxes=arguments.taxes,
    )
    invoice = returned(database(), arguments.contract, back, clock.business_now())
    print(f"The final invoice is {dollars(invoice.total_cents)}.")
    print(f"It can be disputed until {invoice.dispute_by}.")
    return 0


def _list_paper(_arguments: Namespace) -> int:
    for each in printing.waiting(database(), now=clock.business_now()):
        print(f"{each.dated_on} {each.title}: {', '.join(each.to)}")
    return 0


def _export_paper(arguments: Namespace) -> int:
    db, folder, now = database(), arguments.folder, clock.business_now()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "envelopes.csv").open("a", newline="") as lines:
        table = csv.writer(lines)
        for each in printing.waiting(db, now=now):
            if pdf := printing.take(db, each.ref, now=now):
                (folder / f"{each.ref}.pdf").write_bytes(pdf)
                table.writerow([f"{each.ref}.pdf", each.title, each.dated_on, *each.to])
    return 0
