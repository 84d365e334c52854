"""The portal from a command line: python -m finance_portal --help."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from alembic import command as alembic
from alembic.config import Config
from procrastinate import App
from rich.console import Console
from rich.progress import Progress
from starlette.applications import Starlette
from starlette.routing import Mount

from finance_portal import clock, jobs
from finance_portal.bell import bell, hang
from finance_portal.commands import boarding, desk, messages, sealing, servicing, your_data
from finance_portal.commands.base import CONTRACTS, Add, command, database, group
from finance_portal.gateways import live
from finance_portal.gateways.sandbox_control import SandboxControl
from finance_portal.sandbox.app import create_app
from finance_portal.services import courier, demo, demo_desk
from finance_portal.services.nightly import runs
from finance_portal.services.nightly.work import Told
from finance_portal.settings import settings

ROOT = Path(__file__).parent.parent
SANDBOX_FILE = "sandbox.db"


def main() -> int:
    """Do what the command line asks for. Return its exit code."""
    arguments = _parser().parse_args()
    return int(arguments.work(arguments))


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m finance_portal", description="The borrower portal.")
    add = parser.add_subparsers(required=True, metavar="command").add_parser
    command(add, "migrate", _migrate, "bring the database to the newest schema")
    command(add, "demo", _demo, "prepare the demo and print its logins")
    _add_jobs(group(add, "jobs", "what happens without anybody asking"))
    for subject in (boarding, sealing, servicing, messages, your_data, desk):
        subject.add_to(add)
    return parser


def _add_jobs(add: Add) -> None:
    words = "do all that is due: settle, accrue, collect, charge, bill, remind, deliver, anchor"
    run = command(add, "run", _jobs, words)
    run.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="DATE",
        help="as if it were that day: no live use",
    )
    aside = command(add, "aside", _aside, "list the contracts that a job had to set aside, and why")
    aside.add_argument("--again", action="store_true", help="let the jobs try them again")


def _migrate(_arguments: Namespace) -> int:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    alembic.upgrade(Config(ROOT / "alembic.ini"), "head")
    return 0


def _demo(_arguments: Namespace) -> int:
    clock.start_demo(demo.business_date())
    asyncio.run(_prepare_demo())
    print("Sign in as")
    for login in demo.LOGINS:
        print(f"  {login.user_name:<8} {login.shows}")
    print(f"with the password {demo.PASSWORD}")
    print("At the servicing desk, sign in as")
    for person in demo_desk.PEOPLE:
        print(f"  {person.user_name:<8} {person.role}")
    print(f"with the password {demo_desk.PASSWORD} and the code of {demo_desk.CODES}")
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
    await demo.prepare(database(), processor, now=now, signed_up_at=clock.now())
    await asyncio.to_thread(demo_desk.prepare, database(), now=clock.now(), business_now=now)


def _jobs(arguments: Namespace) -> int:
    if arguments.as_of and settings.mode == "production":
        print("Production knows only today: --as-of is refused.", file=sys.stderr)
        return 1
    db, now = database(), _business_now(arguments.as_of)
    with Progress(*CONTRACTS, console=Console(stderr=True)) as bar:
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
    db = database()
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
    for line in runs.put_aside(database()):
        print(line)
    if arguments.again:
        print(f"{runs.take_up_again(database()):,} contracts are due again.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
