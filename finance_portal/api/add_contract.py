"""The forms by which a signed-in borrower adds a further contract."""

import asyncio

from finance_portal.api.answers import Answer, Go, Refuse
from finance_portal.api.doors import BorrowerCall, form, signed_in
from finance_portal.api.proving import refused
from finance_portal.api.ways_in import channel_in, links_of
from finance_portal.language import sentence
from finance_portal.services.identity import ClaimUnreadable, read_claim
from finance_portal.services.linking import LinkRefused
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.pace import on_the_beat
from finance_portal.services.pre_auth import WayLost
from finance_portal.ui import routes

TOO_LATE = Refuse(sentence("That took a while, so please begin again. Nothing was changed."))


@signed_in()
async def begin(call: BorrowerCall) -> Answer:
    """Send a code to the contact that stands in the contract, right or wrong."""
    ask = links_of(call.portal).begin
    try:
        claim = read_claim(call.form)
        async with on_the_beat():
            await asyncio.to_thread(
                ask, call.who, claim, channel_in(call), client=call.client, now=call.now
            )
    except ClaimUnreadable as unreadable:
        return Refuse(errors=unreadable.errors)
    except LinkRefused as refusal:
        return Refuse(str(refusal))
    return Go(routes.ADD_CONTRACT_CODE)


@signed_in()
async def finish(call: BorrowerCall) -> Answer:
    """Take the code, and show the contract."""
    add = links_of(call.portal).finish
    try:
        ref = await asyncio.to_thread(
            add, call.who, call.word("code"), client=call.client, now=call.now
        )
    except CodeRefused as refusal:
        return refused(refusal)
    except WayLost:
        return TOO_LATE
    return Go(routes.of_account(routes.OVERVIEW, ref))


ROUTES = [
    form(routes.ADD_CONTRACT_FORM, begin, page=routes.ADD_CONTRACT),
    form(routes.ADD_CONTRACT_CODE_FORM, finish, page=routes.ADD_CONTRACT_CODE),
]
