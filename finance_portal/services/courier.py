"""Sends what services/deliveries.py has written down, quickly, and again if it must.

A message is claimed (its next try is put off), committed, handed over, and the answer written down.
Whoever dies in between leaves a message that is due again a little later: sent at least once, with
the same name each time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database
from finance_portal.gateways.mail import Letter, Mailer
from finance_portal.gateways.sending import SendLater, Undeliverable
from finance_portal.gateways.sms import Texter, TextMessage
from finance_portal.models.messages import Message
from finance_portal.notices import layout
from finance_portal.services.contacts import Channel
from finance_portal.services.deliveries import opened
from finance_portal.services.vault import SealBroken

AT_ONCE = 8
LEASE = timedelta(minutes=2)  # longer than any gateway takes to give up
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
LONGEST_LIFE = timedelta(hours=24)
EVERY_SECONDS = 0.5
AFTER_A_DEFECT_SECONDS = 5.0

log = logging.getLogger(__name__)


async def deliver(db: Database, mailer: Mailer, texter: Texter, *, now: datetime) -> int:
    """Try everything that is due once. Return how many messages were taken."""
    return await _all(db, "email", _by_mail(mailer), now) + await _all(
        db, "text", _by_text(texter), now
    )


class Courier:
    """Delivers for as long as the portal runs. Mail and texts do not wait for each other."""

    def __init__(
        self,
        db: Database,
        mailer: Mailer,
        texter: Texter,
        *,
        now: Callable[[], datetime],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._db = db
        self._ways: dict[Channel, Hand] = {"email": _by_mail(mailer), "text": _by_text(texter)}
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

    async def _run(self, channel: Channel) -> NoReturn:
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


Hand = Callable[[Message], Awaitable[str]]


def _by_mail(mailer: Mailer) -> Hand:
    async def send(message: Message) -> str:
        to, wording = opened(message)
        letter = Letter(
            ref=message.ref,
            to=to,
            subject=wording.subject,
            text=layout.plain(wording),
            html=layout.html(wording),
            written_at=message.written_at,
            code=wording.code,
        )
        return await mailer.send(letter)

    return send


def _by_text(texter: Texter) -> Hand:
    async def send(message: Message) -> str:
        to, wording = opened(message)
        text = TextMessage(
            ref=message.ref,
            to=to,
            text=wording.text,
            written_at=message.written_at,
            code=wording.code,
        )
        return await texter.send(text)

    return send


async def _all(db: Database, channel: Channel, hand: Hand, now: datetime) -> int:
    taken = 0
    while tried := await _round(db, channel, hand, now):
        taken += sum(tried)
    return taken


async def _round(db: Database, channel: Channel, hand: Hand, now: datetime) -> list[bool]:
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


def _claim(db: Database, channel: Channel, now: datetime) -> list[Message]:
    """Put off the next try of some messages that are due, and return them."""
    with db.read() as session:  # most looks find nothing, and take no lock
        if session.scalar(_due(channel, now).limit(1)) is None:
            return []
    with db.begin() as session:
        _give_up_what_is_late(session, channel, now)
        due = _due(channel, now).limit(AT_ONCE).with_for_update(skip_locked=True)
        claimed = list(session.scalars(due))
        for message in claimed:
            message.tries += 1
            message.due_at = now + LEASE
    return claimed


def _due(channel: Channel, now: datetime) -> Select[Message]:
    """Return the query of what is due: first what will expire, a code, then the oldest."""
    return (
        select(Message)
        .where(_is_due(channel, now))
        .order_by(col(Message.expires_at).is_(None), col(Message.due_at), col(Message.id))
    )


def _is_due(channel: Channel, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a message is tried now; the first try waits for nothing.

    What the lender's calendar has caused bears its time, which in the demo is not that of the wall.
    """
    return and_(
        col(Message.sent_at).is_(None),
        col(Message.gave_up_at).is_(None),
        or_(col(Message.tries) == 0, col(Message.due_at) <= now),
        col(Message.channel) == channel,
    )


def _give_up_what_is_late(session: Session, channel: Channel, now: datetime) -> None:
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
