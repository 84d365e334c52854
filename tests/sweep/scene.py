"""One contract, its payer and its processor, as copies of what was prepared once.

scene = prepared.scene(folder, url)
await scene.live(Case("pm_card_visa_debit", kill=("confirmed", 1)), monkeypatch)
await scene.assert_money_is_right("pm_card_visa_debit")
"""

import asyncio
import itertools
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
from sqlmodel import select
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from finance_portal.db import Database
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.models.payments import Payment, Reconciliation
from finance_portal.sandbox.faults import Fault
from finance_portal.services import (
    ledger,
    payments,
    processor_events,
    reconciler,
    settlement,
)
from tests import make
from tests.gateways.checked import CheckedSandbox, checked_sandbox
from tests.make import MORNING, Books, cents

AMOUNT = "581.52"
BOARDED = cents(AMOUNT) * 9  # the installments from March to November
DAYS = (0, 2, 10, 50)
OUTCOMES = {
    "pm_card_visa_debit": PaymentStatus.SETTLED,
    "pm_card_chargeCustomerFail": PaymentStatus.FAILED,
    "pm_usBankAccount_success": PaymentStatus.SETTLED,
    "pm_usBankAccount_insufficientFunds": PaymentStatus.FAILED,
    "pm_usBankAccount_dispute": PaymentStatus.RETURNED,
}
POINTS = {
    "begin": (settlement, "_announce", "before"),
    "created": ("processor", "create_intent", "after"),
    "stored": (settlement, "_store_intent", "after"),
    "submitting": (settlement, "_may_submit", "after"),
    "confirmed": ("processor", "confirm", "after"),
    "applied": (settlement, "settle", "after"),
    "before commit": (settlement, "apply", "after"),
    "inbox": (processor_events, "_act", "after"),
}
KILLS = [None, *itertools.product(POINTS, (1, 2))]
PATHS = {
    "create": ("POST", "/v1/payment_intents"),
    "confirm": ("POST", "/v1/payment_intents/{id}/confirm"),
    "read": ("GET", "/v1/payment_intents/{id}"),
}
FAULTS = [None, *itertools.product(PATHS, ("before", "after"), ("error", "drop"))]
SAVED_FAULTS = list(itertools.product(PATHS, ("before", "after"), ("saved_error",)))


class Killed(BaseException):
    """The process ended here. No code of ours catches it."""


@dataclass(frozen=True)
class Case:
    """What happens to one payment: its method, where the process ends, what the processor does."""

    token: str
    kill: tuple[str, int] | None = None
    fault: tuple[str, str, str] | None = None
    webhooks: bool = False
    late: bool = False  # nobody looks into the inbox for days: it is all there at once

    def __str__(self):
        parts = [self.token, *map(str, self.kill or ("alive",)), *(self.fault or ("no fault",))]
        news = "late webhooks" if self.late else "webhooks" if self.webhooks else "silence"
        return "-".join([*parts, news])


@dataclass
class Prepared:
    """A boarded contract with a method of each kind, to be copied for each case."""

    folder: Path
    contract: object
    borrower_id: int
    methods: dict[str, str]

    def scene(self, folder, url):
        inbox = Inbox()
        file = shutil.copy(self.folder / "sandbox.db", folder / "sandbox.db")
        world = checked_sandbox(Path(file), webhooks=httpx.ASGITransport(inbox.app))
        db = Database(url)
        inbox.db, inbox.world = db, world
        return Scene(Books(db, self.contract, self.borrower_id), world, self.methods)


def prepare(folder, url):
    """Board the contract and save the methods, once."""
    db = Database(url)
    record = make.loan(all_payments=False, last_payments=[])
    books = make.boarded(db, folder, record, business_date="2026-11-23")
    world = checked_sandbox(folder / "sandbox.db")

    async def save():
        return {
            token: await make.method(db, world.processor, books.borrower_id, token)
            for token in OUTCOMES
        }

    methods = asyncio.run(save())
    world.engine.close()
    db.close()
    return Prepared(folder, books.contract, books.borrower_id, methods)


class Inbox:
    """The portal's webhook; every event comes twice."""

    def __init__(self):
        self.db = self.world = None
        self.app = Starlette(routes=[Route("/webhooks/stripe", self.receive, methods=["POST"])])

    async def receive(self, request):
        body = await request.body()
        event = self.world.processor.read_event(body, request.headers["stripe-signature"])
        for _ in range(2):
            processor_events.receive(self.db, "stripe", event, body, MORNING)
        return PlainTextResponse("Received.")


@dataclass
class Scene:
    """One run."""

    books: Books
    world: CheckedSandbox
    methods: dict[str, str]

    def close(self):
        self.world.engine.close()
        self.books.db.close()

    async def live(self, case, patched):
        """Click twice, then let the days go by; whatever ends the process, it is started again."""
        if case.webhooks:
            secret = self.world.processor._webhook_secret
            await self.world.engine.register_endpoint("http://portal/webhooks/stripe", secret)
        if case.fault:
            name, moment, effect = case.fault
            await self.world.engine.plan_fault(Fault(*PATHS[name], moment, effect))
        if case.kill:
            self.plan_kill(patched, *case.kill)
        await self.click_twice(case.token)
        for day in DAYS:
            await self.spend(MORNING + timedelta(days=day), reads=not case.late or day > DAYS[1])

    async def click_twice(self, token):
        order = make.order(self.books, self.methods[token], AMOUNT)
        for _ in range(2):
            await survive(
                payments.make_payment(
                    self.books.db,
                    self.world.processor,
                    borrower_id=self.books.borrower_id,
                    order=order,
                    now=MORNING,
                    ip="127.0.0.1",
                    user_agent="tests",
                )
            )

    async def spend(self, now, *, reads=True):
        """A day: the processor's clock moves, and the jobs pass twice."""
        db, processor = self.books.db, self.world.processor
        await self.world.engine.move_to(now)
        for _ in range(2):
            if reads:
                await survive(processor_events.handle_waiting(db, processor, now=now))
            await survive(reconciler.settle_unfinished(db, processor, now=now))
            await survive(reconciler.reconcile(db, processor, now=now))

    def plan_kill(self, patched, point, passage):
        """Let the process end when it passes a point for the first or the second time."""
        owner, name, moment = POINTS[point]
        if owner == "processor":
            owner = type(self.world.processor)
        original = getattr(owner, name)
        passages = itertools.count(1)

        async def waiting(*arguments, **named):
            dies = next(passages) == passage
            if dies and moment == "before":
                raise Killed
            result = await original(*arguments, **named)
            if dies:
                raise Killed
            return result

        def direct(*arguments, **named):
            result = original(*arguments, **named)
            if next(passages) == passage:
                raise Killed
            return result

        patched.setattr(owner, name, waiting if asyncio.iscoroutinefunction(original) else direct)

    async def assert_money_is_right(self, token):
        """One row, one charge at most, the right state, the ledger as the processor has it."""
        expected = OUTCOMES[token]
        with self.books.db.read() as session:
            (payment,) = session.exec(select(Payment)).all()
            booked = ledger.balances(session, self.books.contract.id)
            reports = session.exec(select(Reconciliation)).all()
        intents = await self.world.processor.intents(created_after=0)
        disputes = await self.world.processor.disputes(created_after=0)
        alive = [intent for intent in intents if intent.status in {"succeeded", "processing"}]
        taken = sum(intent.amount_received for intent in alive)
        taken -= sum(dispute.withdrawn for dispute in disputes)
        assert payment.status == expected
        assert payment.review is None
        assert len(alive) == (expected is not PaymentStatus.FAILED)
        assert booked[Account.CASH] - BOARDED == taken
        assert taken == (cents(AMOUNT) if expected is PaymentStatus.SETTLED else 0)
        assert sum(booked.values()) == 0
        assert [report.findings for report in reports if report.findings] == []


async def survive(work):
    """Let a process do this, and end where it ends."""
    try:
        await work
    except Killed:
        return
