"""The forms of the preferences page: agreeing to texts by a code, and a browser for push messages.

They take no step-up: nothing here opens a door, and what protects the sign-in stays on.
"""

import asyncio

from finance_portal.api.answers import Answer, Refuse, Show
from finance_portal.api.doors import BorrowerCall, form, signed_in
from finance_portal.api.proving import refused
from finance_portal.api.security import desk_of
from finance_portal.gateways.push import AddressNotTaken, read_address
from finance_portal.language import say, sentence
from finance_portal.services import push_devices, text_consents
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.push_devices import TooManyDevices
from finance_portal.services.security.desk import Act
from finance_portal.services.text_consents import ConsentRefused
from finance_portal.ui import routes

# What an answer is put into; pages/preferences has elements of these ids.
CODE_SECTION, CODE_NUMBER = "texts-code", "texts-number"


@signed_in()
async def ask_texts(call: BorrowerCall) -> Answer:
    """Send a code to the number on file, once its holder has ticked that they agree."""
    if not call.is_checked("agrees"):
        return Refuse(errors={"agrees": sentence("Tick the box if you agree.")})
    try:
        shown = await asyncio.to_thread(text_consents.ask, desk_of(call.portal), _act(call))
    except ConsentRefused as refusal:
        return Refuse(str(refusal))
    return Show({CODE_NUMBER: shown}, reveal=CODE_SECTION, say=say("We sent you a code."))


@signed_in()
async def agree_texts(call: BorrowerCall) -> Answer:
    """Take the code: from now on there are texts."""
    try:
        await asyncio.to_thread(
            text_consents.agree,
            desk_of(call.portal),
            _act(call),
            version=call.word("version"),
            code=call.word("code"),
        )
    except ConsentRefused as refusal:
        return Refuse(str(refusal))
    except CodeRefused as refusal:
        return refused(refusal)
    return Show(say=say("Text messages are on."))


@signed_in()
async def add_device(call: BorrowerCall) -> Answer:
    """Show notices in this browser."""
    try:
        address = read_address(
            call.text("endpoint"),
            call.text("p256dh"),
            call.text("auth"),
            loopback=call.portal.settings.mode == "demo",
        )
        await asyncio.to_thread(
            push_devices.add, call.portal.db, call.who, address, client=call.client, now=call.now
        )
    except AddressNotTaken:
        return Refuse(sentence("We cannot reach this browser. Please try another one."))
    except TooManyDevices:
        return Refuse(sentence("You have ten devices. Remove one first."))
    return Show(say=say("This device shows our notices from now on."))


def _act(call: BorrowerCall) -> Act:
    return Act(call.who, call.client, call.now)


ROUTES = [
    form(path, handler, page=routes.PREFERENCES)
    for path, handler in (
        (routes.PREFERENCES_TEXTS_FORM, ask_texts),
        (routes.PREFERENCES_TEXTS_CODE_FORM, agree_texts),
        (routes.PREFERENCES_PUSH_FORM, add_device),
    )
]
