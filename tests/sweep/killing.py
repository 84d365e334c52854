"""A portal that is killed while it takes payments, again and again, and a processor that is not.

python -m tests.sweep.killing URL FOLDER KILLS WORKERS

With no kills, that many workers pay on one contract at the same time and are waited for. Prints one
line of JSON: what was paid, and what is wrong at the end.
"""

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
from sqlmodel import col, func, select

from finance_portal.db import Database
from finance_portal.domain.postings import Account
from finance_portal.gateways.live import processor
from finance_portal.models.contracts import Contract
from finance_portal.models.ledger import Posting
from finance_portal.models.payments import Payment
from finance_portal.models.people import Borrower
from finance_portal.services import payment_methods, payments, reconciler, settlement
from finance_portal.services.payments import PaymentOrder
from finance_portal.settings import Settings
from tests import make
from tests.gateways.checked import KEY, PREFIX
from tests.make import MORNING

CONTRACTS = 40
ROUNDS = 25  # of each worker that is not killed
PAYMENTS_IN_A_LIFE = 1.5  # at most, before a worker is killed
TOKENS = ("pm_card_visa_debit", "pm_card_chargeCustomerFail", "pm_usBankAccount_success")
WEIGHTS = (30, 6, 1)
UNDER_WAY = ("created", "intent", "submitting")


class Portal:
    """The portal's end: a database, and a processor behind a socket."""

    def __init__(self, url, folder):
        self.db = Database(url, busy_milliseconds=60_000)
        self.folder = folder
        self.connect()
        with self.db.read() as session:
            self.borrower_id = session.exec(select(Borrower.id)).one()
            self.contracts = session.exec(select(Contract.ref).order_by(col(Contract.id))).all()
            self.methods = [
                method.ref
                for method in payment_methods.methods_of(session, self.borrower_id, "stripe")
            ]

    def connect(self):
        """Have no connection of another process: to the processor, nor to the database."""
        self.db.close()
        self.transport = httpx.AsyncHTTPTransport(uds=str(self.folder / "processor"), verify=False)
        self.processor = processor(Settings(data_dir=self.folder), self.transport)

    async def recover(self):
        with self.db.read() as session:
            unfinished = session.exec(
                select(Payment.id).where(col(Payment.status).in_(UNDER_WAY))
            ).all()
        for payment_id in unfinished:
            await settlement.drive(self.db, self.processor, payment_id=payment_id, now=MORNING)

    async def pay(self, contract, method, token):
        draft = PaymentOrder(
            form_token=token,
            contract_ref=contract,
            choice="other",
            amount=100,
            method_ref=method,
        )
        seen = payments.review(self.db, borrower_id=self.borrower_id, order=draft, now=MORNING)
        await payments.make_payment(
            self.db,
            self.processor,
            borrower_id=self.borrower_id,
            order=seen.order,
            now=MORNING,
            ip="127.0.0.1",
            user_agent="tests",
        )


async def pay_until_killed(portal, chance, awake):
    await portal.recover()
    os.write(awake, b"!")
    while True:
        (method,) = chance.choices(portal.methods, WEIGHTS)
        await portal.pay(chance.choice(portal.contracts), method, payments.new_form_token())


async def pay_in_a_race(portal):
    for _ in range(ROUNDS):
        token = payments.new_form_token()
        while True:
            try:
                await portal.pay(portal.contracts[0], portal.methods[0], token)
                break
            except (payments.Requoted, payments.PaymentRefused):
                await asyncio.sleep(0.01)


async def look(portal):
    """Let ten days go by without anybody, and say how everything ended."""
    later = MORNING + timedelta(days=10)
    async with httpx.AsyncClient(transport=portal.transport, headers=KEY) as client:
        address = f"http://127.0.0.1{PREFIX}/_control/clock"
        await client.post(address, json={"to": later.isoformat()})
        for _ in range(2):
            await reconciler.settle_unfinished(portal.db, portal.processor, now=later)
        report = await reconciler.reconcile(portal.db, portal.processor, now=later)
        intents = await portal.processor.intents(created_after=0)
    with portal.db.read() as session:
        made = session.exec(select(Payment)).all()
        cash = select(func.sum(Posting.amount_cents)).where(col(Posting.account) == Account.CASH)
        cash = session.exec(cash).one()
        total = session.exec(select(func.sum(Posting.amount_cents))).one()
    alive = [intent for intent in intents if intent.status == "succeeded"]
    charges = Counter(intent.payment_id for intent in alive)
    return {
        "payments": Counter(payment.status for payment in made),
        "reviews": [payment.review for payment in made if payment.review],
        "charged twice": [name for name, count in charges.items() if count > 1],
        "findings": report.findings,
        "taken": sum(intent.amount_received for intent in alive),
        "cash": int(cash) - CONTRACTS * 9 * 58152,
        "total": int(total),
        "never confirmed": sum(intent.status == "requires_confirmation" for intent in intents),
    }


def _is_open(door):
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(door)) == 0


@contextmanager
def served(folder):
    """The processor, in a process of its own, behind a socket in a folder."""
    door = folder / "processor"
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--uds", str(door)]
    server = subprocess.Popen(  # noqa: S603  our own server
        [*command, "--no-log", "tests.sandbox.served:app"],
        env=os.environ | {"SANDBOX_STORE": str(folder / "sandbox.db")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _is_open(door):
            time.sleep(0.05)
        yield
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # it would wait for connections to be closed
        server.wait()


def forked(work):
    """Do something in a copy of this process."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def prepare(url, folder):
    """Board the contracts and save the methods.

    Return a portal that has paid, without a connection, and how many seconds a payment takes it.
    """
    db = Database(url)
    records = [
        make.loan(id=f"L{number}", all_payments=False, last_payments=[])
        for number in range(CONTRACTS)
    ]
    make.board(db, make.file(folder, *records, business_date="2026-11-23"), now=MORNING)
    portal = Portal(url, folder)

    async def save():
        for token in TOKENS:
            await payment_methods.add_by_token(
                db, portal.processor, borrower_id=portal.borrower_id, token=token, now=MORNING
            )

    asyncio.run(save())
    portal.db.close()
    portal = Portal(url, folder)
    warm = portal.contracts[0], portal.methods[0], payments.new_form_token()
    asyncio.run(portal.pay(*warm))  # what is imported at first use is there before the forks
    began = time.monotonic()
    asyncio.run(portal.pay(*warm[:2], payments.new_form_token()))
    took = time.monotonic() - began
    asyncio.run(portal.recover())
    db.close()
    portal.connect()
    return portal, took


def live(portal, seed, awake):
    """Pay in a process of its own: what was compiled before the fork need not be compiled again."""
    portal.connect()
    asyncio.run(pay_until_killed(portal, random.Random(seed), awake))  # noqa: S311  as below


def kill_often(portal, kills, took):
    chance = random.Random(kills)  # noqa: S311  a seed, so that a failure can be met again
    heard, awake = os.pipe()
    for number in range(kills):
        child = forked(lambda seed=number: live(portal, seed, awake))
        os.read(heard, 1)
        time.sleep(chance.uniform(0, PAYMENTS_IN_A_LIFE * took))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "a worker ended before it was killed"


def race(url, folder, workers):
    children = [
        forked(lambda: asyncio.run(pay_in_a_race(Portal(url, folder)))) for _ in range(workers)
    ]
    for child in children:
        os.waitpid(child, 0)


def main(url, folder, kills, workers):
    with served(folder):
        portal, took = prepare(url, folder)
        if kills:
            kill_often(portal, kills, took)
        else:
            race(url, folder, workers)
        portal.connect()
        print(json.dumps(asyncio.run(look(portal))))  # noqa: T201
        portal.db.close()


if __name__ == "__main__":
    _, url, folder, kills, workers = sys.argv
    main(url, Path(folder), int(kills), int(workers))
