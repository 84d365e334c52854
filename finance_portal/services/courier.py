"""Sends what services/deliveries.py has written down, quickly, and again if it must.

A message is claimed (its next try is put off), committed, handed over, and the answer written down.
Whoever dies in between leaves a message that is due again a little later: sent at least once, with
the same name each time.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database
from finance_portal.domain.us_time import waits_until
from finance_portal.gateways.mail import Mailer
from finance_portal.gateways.push import Pusher
from finance_portal.gateways.sending import SendLater, Undeliverable
from finance_portal.gateways.sms import Texter
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.notices.catalogue import ASKED_FOR, EMAIL, PUSH, TEXT, Way
from finance_portal.services import hands
from finance_portal.services.hands import Hand
from finance_portal.services.vault import SealBroken

AT_ONCE = 8
LOOKED_AT = 200  # of what may have to wait for a morning
LEASE = timedelta(minutes=2)  # longer than any gateway takes to give up
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
LONGEST_LIFE = timedelta(hours=24)
EVERY_SECONDS = 0.5
AFTER_A_DEFECT_SECONDS = 5.0

log = logging.getLogger(__name__)


async def deliver(
    db: Database, mailer: Mailer, texter: Texter, pusher: Pusher | None = None, *, now: datetime
) -> int:
    """Try everything that is due once. Return how many messages were taken."""
    ways = _ways(db, mailer, texter, pusher)
    return sum([await _all(db, way, hand, now) for way, hand in ways.items()])


class Courier:
    """Delivers for as long as the portal runs. No way out of the building waits for another."""

    def __init__(
        self,
        db: Database,
        mailer: Mailer,
        texter: Texter,
        pusher: Pusher | None = None,
        *,
        now: Callable[[], datetime],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._db = db
        self._ways = _ways(db, mailer, texter, pusher)
        self._now = now
        self._every = every_seconds
        self._bells: list[asyncio.Event] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Deliver for ever; whoever cancels this ends it."""
        self._loop = asyncio.get_running_loop()
        await asyncio.gather(*(self._run(channel) for channel in self._ways))

    def nudge(self) -> None:
        """Look now rather than in half a second. Any thread may call this, after its commit."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()

    async def _run(self, channel: Way) -> NoReturn:
        bell = asyncio.Event()
        self._bells.append(bell)
        while True:
            bell.clear()
            try:
                tried = await _round(self._db, channel, self._ways[channel], self._now())
            except Exception:
                log.exception("messages by %s were not delivered; it is tried again", channel)
                await asyncio.sleep(AFTER_A_DEFECT_SECONDS)
                continue
            if not tried:
                await _rest(bell, self._every)


def _ways(db: Database, mailer: Mailer, texter: Texter, pusher: Pusher | None) -> dict[Way, Hand]:
    ways: dict[Way, Hand] = {EMAIL: hands.by_mail(mailer), TEXT: hands.by_text(db, texter)}
    return ways | ({PUSH: hands.by_push(db, pusher)} if pusher else {})


async def _all(db: Database, channel: Way, hand: Hand, now: datetime) -> int:
    taken = 0
    while tried := await _round(db, channel, hand, now):
        taken += sum(tried)
    return taken


async def _round(db: Database, channel: Way, hand: Hand, now: datetime) -> list[bool]:
    """Try some of what is due; return of each whether it was taken, nothing when none is due."""
    claimed = await asyncio.to_thread(_claim, db, channel, now)
    return await asyncio.gather(*(_try(db, message, hand, now) for message in claimed))


async def _try(db: Database, message: Message, hand: Hand, now: datetime) -> bool:
    """Send one message and write down what came of it."""
    try:
        taken = await hand(message)
    except SendLater as later:
        log.warning("message %s (%s) waits: %s", message.ref, message.kind, later)
        answer: dict[str, object] = {"due_at": now + pause(message.tries)}
    except (Undeliverable, SealBroken) as refused:
        log.warning("message %s (%s) is given up: %s", message.ref, message.kind, refused)
        answer = {"gave_up_at": now, "words_sealed": None}
    except Exception:
        log.exception("message %s (%s) waits for a repair", message.ref, message.kind)
        answer = {"due_at": now + LONGEST_PAUSE}
    else:
        answer = {"sent_at": now, "words_sealed": None, "provider_ref": taken[:80]}
    await asyncio.to_thread(_write_down, db, message, answer)
    return "sent_at" in answer


def pause(tries: int) -> timedelta:
    """Return how long to wait after this many tries: 2 s, 4 s, 8 s … 10 minutes."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, 10)), LONGEST_PAUSE)


def _claim(db: Database, channel: Way, now: datetime) -> list[Message]:
    """Put off the next try of some messages that are due, and return them."""
    with db.read() as session:  # most looks find nothing, and take no lock
        if session.scalar(_due(channel, now).limit(1)) is None:
            return []
    with db.begin() as session:
        _give_up_what_is_late(session, channel, now)
        most = AT_ONCE if channel == EMAIL else LOOKED_AT
        due = _due(channel, now).limit(most).with_for_update(skip_locked=True)
        claimed = _awake(session, list(session.scalars(due)), channel, now)[:AT_ONCE]
        for message in claimed:
            message.tries += 1
            message.due_at = now + LEASE
    return claimed


def _awake(session: Session, due: list[Message], channel: Way, now: datetime) -> list[Message]:
    """Return what wakes nobody; the rest waits for the morning where its receiver lives (1.28)."""
    if channel == EMAIL:
        return due
    ids = {message.borrower_id for message in due}
    homes = session.execute(
        select(col(Borrower.id), col(Borrower.zip)).where(col(Borrower.id).in_(ids))
    )
    zip_of = {borrower_id: zip_code for borrower_id, zip_code in homes}  # noqa: C416  rows are no pairs
    for message in due:
        if message.kind not in ASKED_FOR:
            message.waits_until = waits_until(now, zip_of.get(message.borrower_id))
    return [message for message in due if message.waits_until is None]


def _due(channel: Way, now: datetime) -> Select[Message]:
    """Return the query of what is due: first what will expire, a code, then the oldest."""
    return (
        select(Message)
        .where(_is_due(channel, now))
        .order_by(col(Message.expires_at).is_(None), col(Message.due_at), col(Message.id))
    )


def _is_due(channel: Way, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a message is tried now; the first try waits for nothing.

    What the lender's calendar has caused bears its time, which in the demo is not that of the wall.
    """
    return and_(
        col(Message.sent_at).is_(None),
        col(Message.gave_up_at).is_(None),
        or_(col(Message.tries) == 0, col(Message.due_at) <= now),
        or_(col(Message.waits_until).is_(None), col(Message.waits_until) <= now),
        col(Message.channel) == channel,
    )


def _give_up_what_is_late(session: Session, channel: Way, now: datetime) -> None:
    is_old = and_(col(Message.tries) > 0, col(Message.written_at) <= now - LONGEST_LIFE)
    is_late = or_(col(Message.expires_at) <= now, is_old)
    late = session.scalars(
        update(Message)
        .where(_is_due(channel, now), is_late)
        .values(gave_up_at=now, words_sealed=None)
        .returning(col(Message.ref))
    )
    for ref in late:
        log.warning("message %s came too late to be sent", ref)


def _write_down(db: Database, message: Message, answer: dict[str, object]) -> None:
    with db.begin() as session:
        session.execute(update(Message).where(_still(message)).values(answer))


def _still(message: Message) -> ColumnElement[bool]:
    """Return the condition that nobody else has claimed it meanwhile."""
    return and_(col(Message.id) == message.id, col(Message.tries) == message.tries)


async def _rest(bell: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        return
