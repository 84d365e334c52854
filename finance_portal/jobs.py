"""What happens without anybody asking: `run` is called every half minute, by cron, or by hand.

Every job may run at any time, any number of times, in any number of processes, and be killed: what
it produces has a key of its own, and what it has not done is still due. A job that fails is logged
and repeated by the next run; it does not hold up the others.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from finance_portal.db import Database
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.services import (
    audit_anchors,
    method_setup,
    overage,
    paper_news,
    processor_events,
    reconciler,
    reminders,
    requests,
    retries,
    return_rates,
    titles,
    unused,
)
from finance_portal.services.attachments.keeping import forget_unsent, sweep
from finance_portal.services.autopay import announce
from finance_portal.services.collecting import autopay, scheduled, submitting
from finance_portal.services.erasure.farewell import forget_sent
from finance_portal.services.erasure.papers import destroy_kept
from finance_portal.services.expired import forget_expired
from finance_portal.services.messages.desk import tell_untold
from finance_portal.services.nightly import (
    accruing,
    billing,
    late_charges,
    milestones,
    runs,
    standings,
)
from finance_portal.services.nightly.work import Tally, Told, Work, nobody, work_off
from finance_portal.services.relief import promises
from finance_portal.services.statements import correcting, issuing, yearly
from finance_portal.services.vault import live_vault
from finance_portal.services.your_data import orders

Planned = TypeVar("Planned")
Begin = Callable[[str], Told]
Job = Callable[[], Awaitable[Tally]]


class Asking(Protocol):
    """A job that talks to the processor and counts what it has done."""

    async def __call__(self, db: Database, processor: PaymentProcessor, *, now: datetime) -> object:
        """Do what is due."""
        ...


class Step(NamedTuple):
    """A job in its place; `once` is what is done once for each business date."""

    name: str
    job: Job
    once: bool = False


@dataclass
class Done:
    """What one run has done, by job, and which jobs failed."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Round:
    """One run: with which database and processor, on which day, and who hears how far it is."""

    db: Database
    processor: PaymentProcessor
    now: datetime
    begin: Begin = lambda _name: nobody

    @property
    def today(self) -> date:
        """Return the business date."""
        return self.now.date()

    def steps(self) -> list[Step]:
        """Return the jobs in their order: what others stand on comes before them.

        Debits of days that were missed go out before late charges: late by us is not late (R15.7).
        Those of today go out after them, and take them along.
        """
        yesterday = self.today - ONE_DAY
        return [
            Step("news", self._asking(processor_events.handle_waiting)),
            Step("methods", self._asking(method_setup.finish_setups)),
            Step("settle", self._asking(settle_payments), once=True),
            Step("refresh", self._working(standings.refreshing(self.today)), once=True),
            Step("accrue", self._accrue, once=True),
            *self._collecting(yesterday),
            Step("late charges", self._working(late_charges.assessing(self.now)), once=True),
            *self._collecting(self.today),
            Step("retries", self._asking(retries.retry_returned)),
            Step("submit", self._submit),
            Step("bill", self._working(billing.billing(self.now)), once=True),
            Step("correct", self._working(correcting.correcting(self.now)), once=True),
            Step("statements", self._working(issuing.issuing(self.now)), once=True),
            Step("interest statements", self._working(yearly.stating(self.now)), once=True),
            Step("papers", self._working(paper_news.telling(self.now)), once=True),
            Step("announce", self._announce, once=True),
            Step("lapse", self._lapse, once=True),  # signatures are taken to the end of a day
            Step("promises", self._working(promises.keeping(self.now)), once=True),
            Step("remind", self._working(reminders.reminding(self.now)), once=True),
            Step("milestones", self._working(milestones.telling(self.now)), once=True),
            Step("refunds", self._asking(overage.refund_overage), once=True),
            Step("titles", self._working(titles.releasing(self.now)), once=True),
            Step("reconcile", self._asking(reconciler.reconcile), once=True),
            Step("return rates", self._asking(return_rates.watch), once=True),
        ]

    def _collecting(self, until: date) -> list[Step]:
        ordered = scheduled.submitting(self.processor, self.now, until)
        drafts = autopay.drafting(self.processor, self.now, until)
        return [
            Step(ordered.name, self._working(ordered)),
            Step(drafts.name, self._working(drafts)),
        ]

    def _working(self, work: Work[Planned]) -> Job:
        async def job() -> Tally:
            told = self.begin(work.name)
            return await asyncio.to_thread(work_off, self.db, work, now=self.now, told=told)

        return job

    def _asking(self, ask: Asking) -> Job:
        async def job() -> Tally:
            done = await ask(self.db, self.processor, now=self.now)
            return Tally(done if isinstance(done, int) else 0)

        return job

    async def _accrue(self) -> Tally:
        told = self.begin("accrue")
        return await asyncio.to_thread(accruing.accrue, self.db, now=self.now, told=told)

    async def _submit(self) -> Tally:
        told = self.begin("submit")
        return await submitting.submit(self.db, self.processor, now=self.now, told=told)

    async def _lapse(self) -> Tally:
        return Tally(await asyncio.to_thread(requests.lapse, self.db, self.now))

    async def _announce(self) -> Tally:
        told = self.begin("announce")
        return await asyncio.to_thread(announce.announce_due, self.db, self.now, told)


async def run(
    db: Database, processor: PaymentProcessor, *, now: datetime, begin: Begin = lambda _name: nobody
) -> Done:
    """Run every job that is due. `now` is the lender's time; it says which day it is.

    `begin` is given a job's name and returns whom to tell how many more contracts are done.
    """
    done, is_over = Done(), await asyncio.to_thread(runs.is_night_over, db, now)
    for step in Round(db, processor, now, begin).steps():
        if step.once and is_over:
            continue
        tally = await runs.noted(db, step.name, step.job(), now=now)
        if tally is None:
            done.failed.append(step.name)
        else:
            done.tallies[step.name] = done.tallies.get(step.name, Tally()) + tally
    if not (is_over or done.failed):
        await asyncio.to_thread(runs.end_night, db, now)
    return done


def tidy(db: Database, anchors: Path, *, now: datetime) -> None:
    """Anchor the trail, forget what has expired, make exports that wait. `now`: on the wall."""
    if audit_anchors.write_daily(db, anchors, now=now):  # once a day
        unused.dispose(db, today=now.date(), now=now)
        sweep(db, at=now)
    forget_expired(db, now=now)
    destroy_kept(db, today=now.date(), now=now)
    with db.begin() as session:
        forget_sent(session)
    orders.forget_old(db, now=now)
    orders.make_waiting(db, live_vault(), now=now)
    forget_unsent(db, at=now)
    tell_untold(db, at=now)


async def settle_payments(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Ask about every payment on its way, if all news was lost. Return how many they were."""
    return await reconciler.settle_unfinished(db, processor, now=now)


def assess_late_charges(db: Database, *, now: datetime) -> int:
    """Assess the late charges of this day (R6.2). Return how many contracts got one."""
    work_off(db, standings.refreshing(now.date()), now=now)
    return work_off(db, late_charges.assessing(now), now=now).done
