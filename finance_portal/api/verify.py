"""The forms of the second factor at sign-in, and of signing in with a passkey alone."""

import asyncio

from finance_portal.api import cookies
from finance_portal.api.answers import Answer, AskPasskey, Go, Refuse
from finance_portal.api.cookies import Name
from finance_portal.api.doors import Call, WayCall, anyone, form, on_the_way, own_page
from finance_portal.api.proving import proof_in, refused
from finance_portal.api.sign_in import arrived, browser_of
from finance_portal.language import say, sentence
from finance_portal.services.entering import Entered
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.passkeys import PasskeyRefused
from finance_portal.services.pre_auth import Journey, NewPreAuth, Step
from finance_portal.services.proofs import Proof
from finance_portal.services.second_factor import SIGN_IN, Asking
from finance_portal.services.sign_in import SignInFrozen, SignInRefused
from finance_portal.services.throttle import site_of
from finance_portal.ui import routes

BY_PASSKEY = "sign-in"
CLOSED = Refuse(sentence("We cannot sign you in here. Please call us: we will help you."))


@on_the_way(Journey.SIGN_IN, step=Step.VERIFY)
async def verify(call: WayCall) -> Answer:
    """Take a code, and sign in."""
    proof = proof_in(call)
    if call.way.login_id is None or proof is None:
        return Refuse(say("Please choose how you want to confirm."))
    check = call.portal.second_factor.check
    try:
        await asyncio.to_thread(check, asking(call, SIGN_IN), proof, call.word("code"))
    except CodeRefused as refusal:
        return refused(refusal)
    return await _arrive(call, proof)


@on_the_way(Journey.SIGN_IN, step=Step.VERIFY)
async def ask_passkey(call: WayCall) -> Answer:
    """Let a passkey of this login sign a challenge."""
    options = await asyncio.to_thread(_options, call, SIGN_IN, call.way.ref, call.way.login_id)
    kept = {"trust": call.text("trust")}
    return AskPasskey(options, "get", routes.VERIFY_PASSKEY_ANSWER, fields=kept)


@on_the_way(Journey.SIGN_IN, step=Step.VERIFY)
async def verify_passkey(call: WayCall) -> Answer:
    """Take the signed challenge, and sign in."""
    check = call.portal.second_factor.check_passkey
    try:
        await asyncio.to_thread(check, asking(call, SIGN_IN), call.text("credential"))
    except PasskeyRefused as refusal:
        return Refuse(str(refusal))
    return await _arrive(call, Proof.PASSKEY)


@anyone(reason="A passkey is all that it takes to sign in.")
async def ask_any_passkey(call: Call) -> Answer:
    """Let any passkey that the browser knows for us sign a challenge."""
    new, options = await asyncio.to_thread(_begin, call)
    given = (cookies.kept(new.secret, Name.WAY),)
    return AskPasskey(options, "get", routes.PASSKEY_SIGN_IN_ANSWER, cookies=given)


@on_the_way(Journey.SIGN_IN, step=Step.VERIFY)
async def sign_in_by_passkey(call: WayCall) -> Answer:
    """Take the signed challenge: the passkey says whose it is."""
    if call.way.login_id is not None:
        return Go(routes.over("way"))
    try:
        entered = await asyncio.to_thread(_enter_by_passkey, call)
    except PasskeyRefused as refusal:
        return Refuse(str(refusal))
    except SignInRefused:
        return CLOSED
    except SignInFrozen:
        return Go(routes.RECOVER)
    return arrived(call, entered, call.way.next_page)


ROUTES = [
    form(routes.VERIFY_FORM, verify, page=routes.VERIFY),
    form(routes.VERIFY_PASSKEY_FORM, ask_passkey, page=routes.VERIFY),
    form(routes.VERIFY_PASSKEY_ANSWER, verify_passkey, page=routes.VERIFY),
    form(routes.PASSKEY_SIGN_IN_FORM, ask_any_passkey, page=routes.SIGN_IN),
    form(routes.PASSKEY_SIGN_IN_ANSWER, sign_in_by_passkey, page=routes.SIGN_IN),
]


def asking(call: WayCall, purpose: str) -> Asking:
    """Return who shows a proof on their way in, and what for."""
    return Asking(call.way.ref, purpose, call.way.login_id or 0, call.client, call.now)


async def _arrive(call: WayCall, proof: Proof) -> Answer:
    arrive = call.portal.entrance.arrive
    browser, trust = browser_of(call), call.is_checked("trust")
    try:
        entered = await asyncio.to_thread(
            arrive, call.way, proof, browser=browser, now=call.now, trust=trust
        )
    except SignInRefused:
        return CLOSED
    except SignInFrozen:
        return Go(routes.RECOVER_PROVE)
    return arrived(call, entered, call.way.next_page)


def _begin(call: Call) -> tuple[NewPreAuth, dict[str, object]]:
    call.portal.budgets.take("passkey:ask", site=site_of(call.client.ip), now=call.now)
    with call.portal.db.begin() as session:
        new = call.portal.pre_auths.begin(
            session,
            journey=Journey.SIGN_IN,
            step=Step.VERIFY,
            client=call.client,
            now=call.now,
            next_page=own_page(call.text("next")),
        )
        return new, call.portal.passkeys.to_prove(
            session, owner=new.ref, purpose=BY_PASSKEY, login_id=None, now=call.now
        )


def _options(call: Call, purpose: str, owner: str, login_id: int | None) -> dict[str, object]:
    with call.portal.db.begin() as session:
        return call.portal.passkeys.to_prove(
            session, owner=owner, purpose=purpose, login_id=login_id, now=call.now
        )


def _enter_by_passkey(call: WayCall) -> Entered:
    portal = call.portal
    portal.budgets.take("passkey:try", site=site_of(call.client.ip), now=call.now)
    login_id = portal.passkeys.prove(
        portal.db,
        owner=call.way.ref,
        purpose=BY_PASSKEY,
        credential=call.text("credential"),
        login_id=None,
        now=call.now,
    )
    return portal.entrance.arrive_by_passkey(
        call.way, login_id, browser=browser_of(call), now=call.now
    )
