"""Measure the portal on this machine: quotes, boarding, events over a real socket, and timing."""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import uuid4

import socketio  # type: ignore[import-untyped]  # it has no stubs
from sqlmodel import col, select

from finance_portal import clock
from finance_portal.api.cookies import Name
from finance_portal.db import Database
from finance_portal.domain.payoff import QuoteRefused, quote_payoff
from finance_portal.models.contracts import Contract
from finance_portal.models.security import Login
from finance_portal.services import demo
from finance_portal.services.client import SYSTEM
from finance_portal.services.journal import events_of
from finance_portal.services.keys import sub_key
from finance_portal.services.sessions import Sessions
from finance_portal.services.terms import terms_of
from finance_portal.settings import Settings
from tools import rehearsal
from tools.night import measure_night
from tools.papers import measure_papers
from tools.run import PORTAL
from tools.steps import Refused, tool
from tools.timing import measure_timing

QUOTE_SECONDS = 3.0
EVENTS = 300
NIGHTLY = 200_000
NAMESPACE = "/_event"
# Reflex names a state by module and class.
STATE = "reflex___state____state.finance_portal___pages___overview___state____overview_state"


def bench() -> None:
    """Measure one after the other, on a machine that should do nothing else: bench CONTRACTS."""
    contracts = int(sys.argv[1])
    with rehearsal.built(), tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        rehearsal.prepare(data)
        measure_quotes(data)
        measure_papers(data)
        cookie = sign_in(data)
        with rehearsal.serve(data) as origin:
            asyncio.run(measure_events(origin, cookie))
            measure_timing(origin)
    with tempfile.TemporaryDirectory() as folder:
        measure_boarding(Path(folder), contracts)
    measure_night(NIGHTLY)


def measure_quotes(data: Path) -> None:
    """Quote the payoff of each open demo contract, over and over, from its terms and events."""
    db = Database(f"sqlite:///{data}/portal.db")
    with db.read() as session:
        found = session.exec(select(Contract)).all()
        contracts = [
            (terms_of(session, one).billing, events_of(session, one.id or 0)) for one in found
        ]
    db.close()
    started, done = time.perf_counter(), 0
    while (taken := time.perf_counter() - started) < QUOTE_SECONDS:
        with suppress(QuoteRefused):  # paid off: the same replay finds that out
            quote_payoff(*contracts[done % len(contracts)], quoted_on=demo.business_date())
        done += 1
    print(f"Payoff quotes      {done / taken:,.0f} per second")


async def measure_events(origin: str, cookie: str) -> None:
    """Load the overview of a signed-in borrower again and again, over the real gate and guard."""
    answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    browser = socketio.AsyncClient()
    browser.on("event", answers.put, namespace=NAMESPACE)
    await browser.connect(
        f"{origin}?token={uuid4()}",
        headers={"Cookie": cookie, "Origin": origin},
        namespaces=[NAMESPACE],
        socketio_path=NAMESPACE,
        transports=["websocket"],
    )
    taken = []
    for _ in range(EVENTS):
        started = time.perf_counter()
        event = {"name": f"{STATE}.load", "payload": {}}
        await browser.emit("event", event, namespace=NAMESPACE)
        answer = await answers.get()
        taken.append(1000 * (time.perf_counter() - started))
        if STATE not in answer["delta"]:
            raise Refused(f"The portal did not load the overview: {answer}")
    await browser.disconnect()
    cuts = quantiles(taken, n=20)
    print(f"Event round trip   {cuts[9]:.1f} ms in the middle, {cuts[18]:.1f} ms for one in twenty")


def sign_in(data: Path) -> str:
    """Return the cookie of a signed-in demo borrower, as the browser would send it."""
    key = sub_key(Settings(data_dir=data).master_key, "session secret")
    db = Database(f"sqlite:///{data}/portal.db")
    sessions = Sessions(db, key=key, idle=timedelta(hours=1), absolute=timedelta(hours=1))
    name = demo.LOGINS[0].user_name
    with db.begin() as session:
        login = session.exec(select(Login).where(col(Login.user_name) == name)).one()
        new = sessions.begin(session, login=login, now=clock.now(), client=SYSTEM)
    db.close()
    return f"{Name.SESSION}={new.secret}"


def measure_boarding(data: Path, contracts: int) -> None:
    """Board a file of many contracts, made from those of the demo, into an empty database."""
    file = data / "portfolio.json"
    portfolio = json.loads(demo.PORTFOLIO.read_text())
    records = list(itertools.islice(copies(portfolio["contracts"]), contracts))
    file.write_text(json.dumps(portfolio | {"contracts": records}))
    environment = os.environ | {"PORTAL_DATA_DIR": str(data)}
    subprocess.run([*PORTAL, "migrate"], check=True, env=environment)  # noqa: S603  our module
    started = time.perf_counter()
    boarding = subprocess.Popen([*PORTAL, "board", str(file)], env=environment)  # noqa: S603  ours
    _, code, used = os.wait4(boarding.pid, 0)
    rate, peak = contracts / (time.perf_counter() - started), used.ru_maxrss / 1024
    if code:
        raise Refused("Boarding failed; why is written above.")
    print(f"Boarding           {rate:,.0f} contracts per second, {peak:,.0f} MB at most")


def copies(records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the records again and again, each time as contracts and people of their own."""
    for turn in itertools.count():
        for record in records:
            people = [person | {"id": f"{person['id']}-{turn}"} for person in record["borrowers"]]
            yield record | {"id": f"{turn}-{record['id']}", "borrowers": people}


if __name__ == "__main__":
    tool(bench)
