"""The forms of who forgot something, or lost it: password, user name, second factor."""

import asyncio

from finance_portal.api.answers import Answer, AskPasskey, Go, Refuse
from finance_portal.api.doors import Call, WayCall, anyone, form, on_the_way
from finance_portal.api.proving import proof_in, refused
from finance_portal.api.sign_in import arrived, browser_of
from finance_portal.api.verify import asking
from finance_portal.api.ways_in import (
    channel_in,
    lost_factors_of,
    recovery_of,
    reminder_of,
    set_out,
)
from finance_portal.language import sentence
from finance_portal.services.identity import ClaimUnreadable, read_claim
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.pace import on_the_beat
from finance_portal.services.passkeys import PasskeyRefused
from finance_portal.services.password_gate import PasswordTooWeak
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.services.proofs import Proof
from finance_portal.services.recovery import (
    IdentityRefused,
    NotIndependent,
    Recovered,
    ways_beside,
)
from finance_portal.services.second_factor import SIGN_IN
from finance_portal.services.user_name_reminder import ContactUnreadable
from finance_portal.ui import routes

NAMELESS = Refuse(errors={"name": sentence("Type your user name or your e-mail address.")})
UNCLEAR = Refuse(sentence("Please choose another way to show that it is you."))
BEFORE_FACTORS = {(Journey.SIGN_IN, Step.VERIFY), (Journey.FACTORS, Step.CODE)}


@anyone(reason="Anyone may have forgotten their password.")
async def begin(call: Call) -> Answer:
    """Send a code to the contact behind a name, and lead to where it is typed, known or not."""
    if not call.word("name"):
        return NAMELESS
    send = recovery_of(call.portal).begin
    async with on_the_beat():
        new = await asyncio.to_thread(
            send, call.text("name"), channel_in(call), client=call.client, now=call.now
        )
    return await set_out(call, new, routes.RECOVER_CODE)


@anyone(reason="Anyone may have forgotten their user name.")
async def remind(call: Call) -> Answer:
    """Send the user name to the contact, if it is on file. The answer does not say."""
    send = reminder_of(call.portal).send
    try:
        async with on_the_beat():
            await asyncio.to_thread(send, call.text("contact"), client=call.client, now=call.now)
    except ContactUnreadable as unreadable:
        return Refuse(errors={"contact": str(unreadable)})
    return Go(routes.USER_NAME_SENT)


@on_the_way(Journey.RECOVERY, Journey.FACTORS, step=Step.CODE)
async def prove_contact(call: WayCall) -> Answer:
    """Take the code that was sent to a contact."""
    try:
        async with on_the_beat():
            if call.way.journey is Journey.FACTORS:
                return await _replace_factors(call)
            take = recovery_of(call.portal).prove_contact
            await asyncio.to_thread(
                take, call.way, call.word("code"), client=call.client, now=call.now
            )
    except CodeRefused as refusal:
        return refused(refusal)
    return Go(routes.RECOVER_PROVE)


@on_the_way(Journey.RECOVERY, step=Step.PROVE)
async def prove_by_code(call: WayCall) -> Answer:
    """Take a second proof that is typed."""
    proof = proof_in(call)
    if proof is None or proof not in await asyncio.to_thread(ways_beside, call.portal.db, call.way):
        return UNCLEAR
    check = call.portal.second_factor.check
    try:
        await asyncio.to_thread(check, asking(call, SIGN_IN), proof, call.word("code"))
    except CodeRefused as refusal:
        return refused(refusal)
    return await _go_on(call, proof)


@on_the_way(Journey.RECOVERY, step=Step.PROVE)
async def ask_passkey(call: WayCall) -> Answer:
    """Let a passkey of this login sign a challenge."""
    options = await asyncio.to_thread(_passkey_options, call)
    return AskPasskey(options, "get", routes.RECOVER_PASSKEY_ANSWER)


@on_the_way(Journey.RECOVERY, step=Step.PROVE)
async def prove_by_passkey(call: WayCall) -> Answer:
    """Take the signed challenge."""
    check = call.portal.second_factor.check_passkey
    try:
        await asyncio.to_thread(check, asking(call, SIGN_IN), call.text("credential"))
    except PasskeyRefused as refusal:
        return Refuse(str(refusal))
    return await _go_on(call, Proof.PASSKEY)


@on_the_way(Journey.RECOVERY, step=Step.PROVE)
async def prove_identity(call: WayCall) -> Answer:
    """Take what stands in the contract."""
    prove = recovery_of(call.portal).prove_identity
    try:
        claim = read_claim(call.form)
        await asyncio.to_thread(prove, call.way, claim, client=call.client, now=call.now)
    except ClaimUnreadable as unreadable:
        return Refuse(errors=unreadable.errors)
    except IdentityRefused as refusal:
        return Refuse(str(refusal))
    return Go(routes.RECOVER_PASSWORD)


@on_the_way(Journey.RECOVERY, step=Step.FINISH)
async def finish(call: WayCall) -> Answer:
    """Set the new password, and sign its borrower in."""
    set_password = recovery_of(call.portal).finish
    try:
        recovered = await set_password(
            call.way, call.text("password"), browser=browser_of(call), now=call.now
        )
    except PasswordTooWeak as weak:
        return Refuse(errors={"password": str(weak)})
    return _back_in(call, recovered, routes.OVERVIEW)


@on_the_way(Journey.SIGN_IN, Journey.FACTORS)
async def begin_factors(call: WayCall) -> Answer:
    """Send a code to who knows the password and what stands in the contract, right or wrong."""
    way = call.way
    if (way.journey, way.step) not in BEFORE_FACTORS or Proof.PASSWORD not in way.proven:
        return Go(routes.over("way"))
    try:
        claim = read_claim(call.form)
    except ClaimUnreadable as unreadable:
        return Refuse(errors=unreadable.errors)
    send = lost_factors_of(call.portal).begin
    async with on_the_beat():
        await asyncio.to_thread(
            send, way, claim, channel_in(call), client=call.client, now=call.now
        )
    return Go(routes.RECOVER_CODE)


ROUTES = [
    form(routes.RECOVER_FORM, begin, page=routes.RECOVER),
    form(routes.RECOVER_USER_NAME_FORM, remind, page=routes.RECOVER_USER_NAME),
    form(routes.RECOVER_CODE_FORM, prove_contact, page=routes.RECOVER_CODE),
    form(routes.RECOVER_PROVE_FORM, prove_by_code, page=routes.RECOVER_PROVE),
    form(routes.RECOVER_PASSKEY_FORM, ask_passkey, page=routes.RECOVER_PROVE),
    form(routes.RECOVER_PASSKEY_ANSWER, prove_by_passkey, page=routes.RECOVER_PROVE),
    form(routes.RECOVER_IDENTITY_FORM, prove_identity, page=routes.RECOVER_PROVE),
    form(routes.RECOVER_FINISH_FORM, finish, page=routes.RECOVER_PASSWORD),
    form(routes.RECOVER_FACTORS_FORM, begin_factors, page=routes.RECOVER_FACTORS),
]


async def _replace_factors(call: WayCall) -> Answer:
    take = lost_factors_of(call.portal).finish
    recovered = await asyncio.to_thread(
        take, call.way, call.word("code"), browser=browser_of(call), now=call.now
    )
    if recovered is None:  # frozen: a new password is needed too
        return Go(routes.RECOVER_PASSWORD)
    return _back_in(call, recovered, routes.SECURE)


async def _go_on(call: WayCall, proof: Proof) -> Answer:
    go_on = recovery_of(call.portal).prove_more
    try:
        await asyncio.to_thread(go_on, call.way, proof, client=call.client, now=call.now)
    except NotIndependent:
        return UNCLEAR
    return Go(routes.RECOVER_PASSWORD)


def _back_in(call: WayCall, recovered: Recovered, page: str) -> Go:
    call.portal.tabs.leave(recovered.ended, "expired")
    return arrived(call, recovered.entered, page)


def _passkey_options(call: WayCall) -> dict[str, object]:
    with call.portal.db.begin() as session:
        return call.portal.passkeys.to_prove(
            session,
            owner=call.way.ref,
            purpose=SIGN_IN,
            login_id=call.way.login_id,
            now=call.now,
        )
