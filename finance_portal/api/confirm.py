"""The forms of the step-up: a borrower proves themselves once more, for one purpose."""

import asyncio

from finance_portal.api import cookies
from finance_portal.api.answers import Answer, AskPasskey, Go, Refuse
from finance_portal.api.doors import BorrowerCall, form, own_page, signed_in
from finance_portal.api.proving import proof_in, refused
from finance_portal.language import sentence
from finance_portal.models.security import Login
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.passkeys import PasskeyRefused
from finance_portal.services.proofs import Proof, Purpose
from finance_portal.services.sessions import RENEWED
from finance_portal.services.step_up import StepUpRefused
from finance_portal.ui import routes

UNCLEAR = Refuse(sentence("Please choose how you want to confirm."))
WRONG_PASSWORD = Refuse(
    errors={"password": sentence("That is not your password. Please type it again.")}
)


@signed_in()
async def confirm(call: BorrowerCall) -> Answer:
    """Take a code, and for the floor the password with it; give the session that is fresh."""
    purpose, proof = _purpose(call), proof_in(call)
    if purpose is None or proof is None:
        return UNCLEAR
    step_ups = call.portal.step_ups
    try:
        await asyncio.to_thread(step_ups.refuse_unfit, call.who, purpose, proof, now=call.now)
        if proof is Proof.EMAIL and not await _is_password(call):
            return WRONG_PASSWORD
        asking = step_ups.asking(call.who, purpose, call.client, call.now)
        check = call.portal.second_factor.check
        await asyncio.to_thread(check, asking, proof, call.word("code"))
    except CodeRefused as refusal:
        return refused(refusal)
    except StepUpRefused as refusal:
        return Refuse(str(refusal))
    return await _grant(call, purpose, proof)


@signed_in()
async def ask_passkey(call: BorrowerCall) -> Answer:
    """Let a passkey of this login sign a challenge for a purpose."""
    if (purpose := _purpose(call)) is None:
        return UNCLEAR
    options = await asyncio.to_thread(_options, call, purpose)
    kept = {"for": purpose.value, "next": call.text("next")}
    return AskPasskey(options, "get", routes.CONFIRM_PASSKEY_ANSWER, fields=kept)


@signed_in()
async def confirm_passkey(call: BorrowerCall) -> Answer:
    """Take the signed challenge; give the session that is fresh."""
    if (purpose := _purpose(call)) is None:
        return UNCLEAR
    asking = call.portal.step_ups.asking(call.who, purpose, call.client, call.now)
    check = call.portal.second_factor.check_passkey
    try:
        await asyncio.to_thread(check, asking, call.text("credential"))
    except PasskeyRefused as refusal:
        return Refuse(str(refusal))
    return await _grant(call, purpose, Proof.PASSKEY)


ROUTES = [
    form(routes.CONFIRM_FORM, confirm, page=routes.CONFIRM),
    form(routes.CONFIRM_PASSKEY_FORM, ask_passkey, page=routes.CONFIRM),
    form(routes.CONFIRM_PASSKEY_ANSWER, confirm_passkey, page=routes.CONFIRM),
]


async def _grant(call: BorrowerCall, purpose: Purpose, proof: Proof) -> Answer:
    grant = call.portal.step_ups.grant
    try:
        new = await asyncio.to_thread(
            grant, call.who, purpose, proof, client=call.client, now=call.now
        )
    except StepUpRefused as refusal:
        return Refuse(str(refusal))
    call.portal.tabs.leave([call.who.session_id], RENEWED)
    page = own_page(call.text("next")) or routes.OVERVIEW
    return Go(page, (cookies.kept(new.secret),))


async def _is_password(call: BorrowerCall) -> bool:
    stored = await asyncio.to_thread(_stored_password, call)
    return (await call.portal.desk.compare(call.text("password"), stored)).matches


def _stored_password(call: BorrowerCall) -> str:
    call.portal.budgets.take("password:check", account=str(call.who.login_id), now=call.now)
    with call.portal.db.read() as session:
        return session.get_one(Login, call.who.login_id).password_hash


def _options(call: BorrowerCall, purpose: Purpose) -> dict[str, object]:
    asking = call.portal.step_ups.asking(call.who, purpose, call.client, call.now)
    with call.portal.db.begin() as session:
        return call.portal.passkeys.to_prove(
            session,
            owner=asking.owner,
            purpose=asking.purpose,
            login_id=asking.login_id,
            now=call.now,
        )


def _purpose(call: BorrowerCall) -> Purpose | None:
    """Return the purpose that a form names, if there is one of that name."""
    return next((purpose for purpose in Purpose if purpose == call.word("for")), None)
