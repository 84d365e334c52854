"""The portal from a command line: python -m finance_portal --help."""

import asyncio
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from alembic import command
from alembic.config import Config
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from procrastinate import App
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from starlette.applications import Starlette
from starlette.routing import Mount

from finance_portal import clock, jobs
from finance_portal.bell import bell, hang
from finance_portal.db import Database
from finance_portal.documents import seal
from finance_portal.domain.cents import AmountRefused, dollars, parse_dollars
from finance_portal.gateways import live
from finance_portal.gateways.sandbox_control import SandboxControl
from finance_portal.sandbox.app import create_app
from finance_portal.services import (
    audit_anchors,
    audit_check,
    courier,
    demo,
    desk_of_requests,
    flagging,
    rotation,
    titles,
)
from finance_portal.services.audit_anchors import AnchorsBroken
from finance_portal.services.boarding.board import Outcome, board
from finance_portal.services.boarding.papers import PapersRefused, board_papers
from finance_portal.services.boarding.read import FileRefused
from finance_portal.services.desk_of_requests import ReplyRefused
from finance_portal.services.document_keys import public_key, public_keys, published
from finance_portal.services.flagging import Flag, FlagRefused
from finance_portal.services.lease_end.held import LeaseEndRefused
from finance_portal.services.lease_end.returning import Return, returned
from finance_portal.services.nightly import runs
from finance_portal.services.nightly.work import Told
from finance_portal.services.requests import RequestNotFound
from finance_portal.services.titles import TitleRefused
from finance_portal.services.vault import live_vault
from finance_portal.settings import settings

ROOT = Path(__file__).parent.parent
SANDBOX_FILE = "sandbox.db"
JOBS_BUSY_MILLISECONDS = 60_000
COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.fields[contracts]:,} contracts"),
    TimeRemainingColumn(),
)
VALUES = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())


def main() -> int:
    """Do what the command line asks for. Return its exit code."""
    arguments = _parser().parse_args()
    work: Callable[[Namespace], int] = arguments.work
    return work(arguments)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m finance_portal", description="The borrower portal.")
    add = parser.add_subparsers(required=True, metavar="command").add_parser
    _command(add, "migrate", _migrate, "bring the database to the newest schema")
    _command(add, "demo", _demo, "prepare the demo and print its logins")
    _add_jobs(add("jobs", help="what happens without anybody asking"))
    keys = add("keys", help="the keys of what is sealed").add_subparsers(
        required=True, metavar="command"
    )
    _command(keys.add_parser, "rotate", _rotate_keys, "bring what is sealed under the newest key")
    _command(
        keys.add_parser, "public", _public_keys, "show the keys by which documents are checked"
    )
    trail = add("audit", help="the audit trail").add_subparsers(required=True, metavar="command")
    _command(trail.add_parser, "verify", _verify_audit, "find lines that were tampered with")
    _command(trail.add_parser, "anchor", _anchor_audit, "write the trail's head down outside")
    _add_lease(add("lease", help="the end of a lease"))
    _add_requests(add("requests", help="what borrowers have asked for"))
    boarding = _command(add, "board", _board, "bring contracts onto the system from a file")
    boarding.add_argument("file", type=Path, help="JSON or CSV, see docs/boarding.md")
    boarding.add_argument("--dry-run", action="store_true", help="write nothing")
    _add_title(add("title", help="the titles of vehicles that are paid off"))
    _add_flag(add("flag", help="what changes how a contract is serviced"))
    checking = _command(add, "verify", _verify, "tell whether a document is ours and unchanged")
    checking.add_argument("file", type=Path, help="the PDF as it was given out")
    checking.add_argument(
        "--key",
        type=_public_key,
        action="append",
        metavar="HEX",
        help="a public key of 64 digits, instead of this installation's own; more than once",
    )
    papers = _command(
        add, "board-documents", _board_papers, "bring PDFs of contracts from a folder"
    )
    papers.add_argument("folder", type=Path, help="files and documents.csv, see docs/boarding.md")
    return parser


def _add_title(titles: ArgumentParser) -> None:
    add = titles.add_subparsers(required=True, metavar="command").add_parser
    _command(add, "list", _titles, "list the liens to be released and the titles to be sent")
    sent = _command(add, "sent", _title_sent, "note that the title papers went out")
    sent.add_argument("ref", help="of the contract")
    sent.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    sent.add_argument("--how", required=True, help='such as "Certified mail"')
    sent.add_argument("--tracking", metavar="NUMBER")


def _add_flag(flags: ArgumentParser) -> None:
    add = flags.add_subparsers(required=True, metavar="command").add_parser
    adding = _command(add, "add", _flag_add, "set a flag; what follows from it follows at once")
    adding.add_argument("--since", type=date.fromisoformat, required=True, metavar="DATE")
    adding.add_argument("--by", required=True, metavar="NAME", help="who notes it")
    adding.add_argument("--borrower", metavar="ID", help="your own name for whom it is about")
    ending = _command(add, "end", _flag_end, "end a flag after its last day")
    ending.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    for each in (adding, ending):
        each.add_argument("ref", help="of the contract")
        each.add_argument("kind", choices=flagging.KINDS)


def _add_requests(asked: ArgumentParser) -> None:
    add = asked.add_subparsers(required=True, metavar="command").add_parser
    _command(add, "list", _list_requests, "list what waits for a person, the oldest first")
    show = _command(add, "show", _show_request, "show what a borrower has written")
    show.add_argument("ref")
    for name, status, words in (
        ("grant", "granted", "say yes, in a reply to the borrower"),
        ("decline", "declined", "say no, with the reason, in a reply to the borrower"),
    ):
        decide = _command(add, name, _decide_request, words)
        decide.set_defaults(status=status)
        decide.add_argument("ref")
        decide.add_argument("--reply", required=True, help="what the borrower reads")
        decide.add_argument("--by", default="servicing", help="who decides")


def _add_jobs(jobs: ArgumentParser) -> None:
    add = jobs.add_subparsers(required=True, metavar="command").add_parser
    words = "do all that is due: settle, accrue, collect, charge, bill, remind, deliver, anchor"
    run = _command(add, "run", _jobs, words)
    run.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="DATE",
        help="as if it were that day: no live use",
    )
    aside = _command(
        add, "aside", _aside, "list the contracts that a job had to set aside, and why"
    )
    aside.add_argument("--again", action="store_true", help="let the jobs try them again")


def _add_lease(lease: ArgumentParser) -> None:
    add = lease.add_subparsers(required=True, metavar="command").add_parser
    back = _command(add, "returned", _returned, "write down that a vehicle is back, and invoice it")
    back.add_argument("contract", help="its account number, or its name in addresses")
    back.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    back.add_argument("--odometer", type=int, required=True, metavar="MILES")
    back.add_argument("--wear", action="append", default=[], type=_wear, metavar="WORDS=AMOUNT")
    back.add_argument("--realized", type=parse_dollars, help="what an early return brought")
    back.add_argument("--taxes", type=parse_dollars, default=0, help="official fees and taxes")


def _wear(text: str) -> tuple[str, int]:
    words, _, amount = text.rpartition("=")
    try:
        return words, parse_dollars(amount)
    except AmountRefused as refusal:
        raise ArgumentTypeError(str(refusal)) from refusal


def _returned(arguments: Namespace) -> int:
    back = Return(
        on=arguments.on,
        odometer=arguments.odometer,
        wear=arguments.wear,
        realized=arguments.realized,
        taxes=arguments.taxes,
    )
    try:
        invoice = returned(_database(), arguments.contract, back, clock.business_now())
    except LeaseEndRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"The final invoice is {dollars(invoice.total_cents)}.")
    print(f"It can be disputed until {invoice.dispute_by}.")
    return 0


def _command(
    add: Callable[..., ArgumentParser], name: str, work: Callable[[Namespace], int], words: str
) -> ArgumentParser:
    parser = add(name, help=words, description=words)
    parser.set_defaults(work=work)
    return parser


def _migrate(_arguments: Namespace) -> int:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    command.upgrade(Config(ROOT / "alembic.ini"), "head")
    return 0


def _demo(_arguments: Namespace) -> int:
    clock.start_demo(demo.business_date())
    asyncio.run(_prepare_demo())
    print("Sign in as")
    for login in demo.LOGINS:
        print(f"  {login.user_name:<8} {login.shows}")
    print(f"with the password {demo.PASSWORD}")
    return 0


async def _prepare_demo() -> None:
    """Prepare the demo while nothing is served yet: the sandbox answers in this process."""
    sandbox = create_app(settings.data_dir / SANDBOX_FILE, start=clock.business_now())
    mounted = Starlette(routes=[Mount(urlsplit(settings.sandbox_url).path, sandbox)])
    transport = httpx.ASGITransport(mounted)
    control = SandboxControl(settings, transport)
    news = f"http://{settings.bind}:{settings.port}/webhooks/stripe"
    await control.send_news_to(news, live.webhook_secret(settings))
    processor = live.processor(settings, transport)
    now = clock.business_now()
    await demo.prepare(_database(), processor, now=now, signed_up_at=clock.now())


def _jobs(arguments: Namespace) -> int:
    if arguments.as_of and settings.mode == "production":
        print("Production knows only today: --as-of is refused.", file=sys.stderr)
        return 1
    db, now = _database(), _business_now(arguments.as_of)
    with Progress(*COLUMNS, console=Console(stderr=True)) as bar:
        done = asyncio.run(jobs.run(db, live.configured(), now=now, begin=_shown(bar)))
    for name, tally in done.tallies.items():
        if tally.done or tally.set_aside:
            print(f"{name}: {tally.done:,} done, {tally.set_aside:,} set aside")
    carriers = live.mailer(settings), live.texter(settings)
    sent = asyncio.run(courier.deliver(db, *carriers, now=clock.now()))
    print(f"{sent} letters and text messages")
    jobs.tidy(db, settings.anchors_file, now=clock.now())
    for name in done.failed:
        print(f"{name}: failed, see the log; the next run repeats it", file=sys.stderr)
    return 1 if done.failed else 0


def _worker(_arguments: Namespace) -> int:
    """Wait for the bell for as long as the process lives."""
    if settings.jobs != "procrastinate":
        print("The portal wakes its jobs itself unless PORTAL_JOBS is procrastinate.")
        return 1
    hang(settings.url_of_database)
    asyncio.run(_wait_for_the_bell(bell(settings.url_of_database, _run_jobs)))
    return 0


async def _wait_for_the_bell(app: App) -> None:
    async with app.open_async():
        await app.run_worker_async()


async def _run_jobs() -> None:
    db = _database()
    await jobs.run(db, live.configured(), now=clock.business_now())
    await asyncio.to_thread(jobs.tidy, db, settings.anchors_file, now=clock.now())
    db.close()


def _business_now(as_of: date | None) -> datetime:
    """Return the lender's time, or the opening of another day outside production."""
    now = clock.business_now()
    return datetime.combine(as_of, clock.OPENING, now.tzinfo) if as_of else now


def _shown(bar: Progress) -> jobs.Begin:
    """Let each job that has something to do show how many contracts it is through with."""

    def begin(name: str) -> Told:
        task = bar.add_task(name.capitalize(), total=None, contracts=0, visible=False)

        def told(more: int) -> None:
            bar.update(task, visible=True, contracts=bar.tasks[task].fields["contracts"] + more)

        return told

    return begin


def _aside(arguments: Namespace) -> int:
    for line in runs.put_aside(_database()):
        print(line)
    if arguments.again:
        print(f"{runs.take_up_again(_database()):,} contracts are due again.")
    return 0


def _board(arguments: Namespace) -> int:
    with Progress(*COLUMNS, console=Console(stderr=True)) as bar:
        task = bar.add_task("Boarding", total=1.0, contracts=0)
        try:
            outcome = board(
                _database(),
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


def _titles(_arguments: Namespace) -> int:
    for line in titles.to_do(_database()):
        print(line)
    return 0


def _title_sent(arguments: Namespace) -> int:
    try:
        titles.send(
            _database(),
            contract_ref=arguments.ref,
            on=arguments.on,
            how=arguments.how,
            tracking=arguments.tracking,
            now=clock.business_now(),
        )
    except TitleRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def _flag_add(arguments: Namespace) -> int:
    flag = Flag(
        contract_ref=arguments.ref,
        kind=arguments.kind,
        since=arguments.since,
        borrower=arguments.borrower,
        noted_by=arguments.by,
    )
    try:
        flagging.add(_database(), flag, clock.business_now())
    except FlagRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def _flag_end(arguments: Namespace) -> int:
    try:
        flagging.end(
            _database(),
            contract_ref=arguments.ref,
            kind=arguments.kind,
            on=arguments.on,
            now=clock.business_now(),
        )
    except FlagRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def _board_papers(arguments: Namespace) -> int:
    try:
        outcome = board_papers(_database(), arguments.folder, now=clock.business_now())
    except (PapersRefused, OSError) as refusal:
        print(refusal, file=sys.stderr)
        print("Nothing was boarded.", file=sys.stderr)
        return 1
    print(f"{outcome.new:,} documents boarded, {outcome.unchanged:,} were here before.")
    return 0


def _rotate_keys(_arguments: Namespace) -> int:
    """Seal anew. Whatever ends it, what was done stays done, and the next run does the rest."""
    db, vault = _database(), live_vault()
    waiting, broken = rotation.waiting(db, vault), list[str]()
    with Progress(*VALUES, console=Console(stderr=True)) as bar, suppress(KeyboardInterrupt):
        task = bar.add_task("Sealing anew", total=waiting)
        rotated = rotation.rotate(db, vault, progress=lambda done: bar.update(task, completed=done))
        broken = rotated.broken
    for place in broken:
        print(place, file=sys.stderr)
    left = rotation.waiting(db, vault)
    print(f"{waiting - left:,} values are under key {vault.current} now, {left:,} still are not.")
    return 1 if left else 0


def _public_keys(_arguments: Namespace) -> int:
    for key in published():
        print(f"{key.digits}  {'seals today' if key.seals else 'sealed before'}")
    return 0


def _public_key(digits: str) -> Ed25519PublicKey:
    try:
        return public_key(digits)
    except ValueError:
        raise ArgumentTypeError("a public key has 64 hexadecimal digits") from None


def _verify(arguments: Namespace) -> int:
    """Check a seal. With a key it needs nothing of this installation, no database either."""
    try:
        file = arguments.file.read_bytes()
    except OSError as error:
        print(f"{arguments.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    if seal.is_ours(file, arguments.key or public_keys()):
        print(f"{arguments.file} is ours and unchanged.")
        return 0
    print(f"{arguments.file} is not ours, or it was changed.", file=sys.stderr)
    return 1


def _verify_audit(_arguments: Namespace) -> int:
    try:
        anchors = audit_anchors.read(settings.anchors_file)
    except AnchorsBroken as broken:
        print(broken, file=sys.stderr)
        return 1
    verdict = audit_check.verify(_database(), anchors)
    for finding in verdict.findings:
        print(finding, file=sys.stderr)
    result = "Something is wrong" if verdict.findings else "All in order"
    print(f"{result}: {verdict.lines:,} lines, {len(anchors):,} anchors.")
    return 1 if verdict.findings else 0


def _anchor_audit(_arguments: Namespace) -> int:
    anchor = audit_anchors.write(_database(), settings.anchors_file, now=clock.now())
    if anchor is None:
        print("The audit trail is empty.")
    else:
        print(f"Line {anchor.number:,} is anchored in {settings.anchors_file}.")
    return 0


def _list_requests(_arguments: Namespace) -> int:
    for line in desk_of_requests.waiting(_database()):
        print(line)
    return 0


def _show_request(arguments: Namespace) -> int:
    try:
        print(desk_of_requests.written(_database(), arguments.ref))
    except RequestNotFound:
        return _no_request()
    return 0


def _decide_request(arguments: Namespace) -> int:
    try:
        desk_of_requests.decide(
            _database(),
            arguments.ref,
            status=arguments.status,
            reply=arguments.reply,
            by=arguments.by,
            now=clock.business_now(),
        )
    except RequestNotFound:
        return _no_request()
    except ReplyRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print("The borrower has been told.")
    return 0


def _no_request() -> int:
    print("No such request waits for a person.", file=sys.stderr)
    return 1


def _database() -> Database:
    return Database(settings.url_of_database, busy_milliseconds=JOBS_BUSY_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
