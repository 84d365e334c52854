"""Who hands over what services/courier.py has claimed: one hand for each way out."""

import asyncio
from collections.abc import Awaitable, Callable

from finance_portal.db import Database
from finance_portal.gateways.mail import Letter, Mailer
from finance_portal.gateways.push import DeviceGone, Pusher, PushNote
from finance_portal.gateways.sending import Undeliverable
from finance_portal.gateways.sms import Texter, TextMessage
from finance_portal.language import say, speaking
from finance_portal.models.messages import Message
from finance_portal.notices import layout
from finance_portal.notices.catalogue import ASKED_FOR, topic_of
from finance_portal.services import numbers, push_devices
from finance_portal.services.deliveries import opened
from finance_portal.settings import settings

NOTIFICATIONS = "/notifications"

Hand = Callable[[Message], Awaitable[str]]


def by_mail(mailer: Mailer) -> Hand:
    """Return the hand that sends letters."""

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


def by_text(db: Database, texter: Texter) -> Hand:
    """Return the hand that sends text messages: none to a number that said STOP meanwhile."""

    def has_stopped(phone: str) -> bool:
        with db.read() as session:
            return numbers.has_stopped(session, phone)

    async def send(message: Message) -> str:
        to, wording = opened(message)
        if message.kind not in ASKED_FOR and await asyncio.to_thread(has_stopped, to):
            raise Undeliverable("this number said STOP")
        text = TextMessage(
            ref=message.ref,
            to=to,
            text=wording.text,
            written_at=message.written_at,
            code=wording.code,
        )
        return await texter.send(text)

    return send


def by_push(db: Database, pusher: Pusher) -> Hand:
    """Return the hand that reaches browsers; one that is gone is dropped."""

    async def send(message: Message) -> str:
        ref, wording = opened(message)
        address = await asyncio.to_thread(push_devices.subscription_of, db, ref)
        if address is None:
            raise Undeliverable("this device was removed")
        with speaking(wording.language):
            body = say(topic_of(message.kind).push)
        note = PushNote(
            ref=message.ref,
            title=settings.brand.name,
            body=body,
            page=NOTIFICATIONS,
            address=address,
        )
        try:
            return await pusher.push(note)
        except DeviceGone:
            await asyncio.to_thread(push_devices.forget, db, ref)
            raise

    return send
