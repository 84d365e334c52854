"""The forms of the security page: everything by which a borrower changes how they get in.

Who changes a factor has stepped up for factors, who changes a contact for contacts, and who sees a
whole number for that. "This wasn't me" takes no step-up: it only ever closes the door.
"""

import asyncio
from urllib.parse import urlencode

from finance_portal import clock
from finance_portal.api import cookies
from finance_portal.api.answers import Answer, AskPasskey, Go, Refuse, Show
from finance_portal.api.cookies import Name
from finance_portal.api.doors import BorrowerCall, Call, anyone, form, signed_in
from finance_portal.api.portal import Portal
from finance_portal.api.proving import refused
from finance_portal.language import say
from finance_portal.services.authenticators import TooManyAuthenticators
from finance_portal.services.contacts import Channel
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.passkeys import PasskeyRefused
from finance_portal.services.password_gate import PasswordTooWeak
from finance_portal.services.proofs import Purpose
from finance_portal.services.security import (
    contact_changes,
    credentials,
    factor_changes,
    reveal,
)
from finance_portal.services.security.contact_changes import ContactRefused
from finance_portal.services.security.credentials import WrongPassword
from finance_portal.services.security.desk import Act, SecurityDesk
from finance_portal.services.throttle import site_of
from finance_portal.services.unauthorized import freezing
from finance_portal.services.unauthorized.freezing import NothingToObjectTo
from finance_portal.services.undo_links import LinkDead, live_undo_links
from finance_portal.services.user_names import UserNameRefused
from finance_portal.ui import routes

FROZEN = "frozen"  # as `?over=` of the sign-in page

# What an answer is put into; pages/security has elements of these ids.
PLACES: dict[Channel, tuple[str, str, str]] = {
    "email": ("email-code", "new-email", "new-email-shown"),
    "text": ("phone-code", "new-phone", "new-phone-shown"),
}
APP = ("app-setup", "app-ref", "app-key", "app-qr")
CODES = ("recovery-codes-shown", "recovery-codes-list")
NUMBER = "number"  # with "-" and the contract's ref


@signed_in(fresh=Purpose.FACTORS)
async def change_password(call: BorrowerCall) -> Answer:
    """Set another password; sign out everywhere else unless the borrower keeps that."""
    ends_others = call.is_checked("everywhere_else")
    try:
        ended = await credentials.change_password(
            desk_of(call.portal),
            _act(call),
            current=call.text("current"),
            new=call.text("password"),
            ends_others=ends_others,
        )
    except WrongPassword as refusal:
        return Refuse(errors={"current": str(refusal)})
    except PasswordTooWeak as refusal:
        return Refuse(errors={"password": str(refusal)})
    call.portal.tabs.leave(ended, "expired")
    if ends_others:
        return Show(say=say("Your password is changed. Every other device is signed out."))
    return Show(say=say("Your password is changed."))


@signed_in(fresh=Purpose.FACTORS)
async def change_user_name(call: BorrowerCall) -> Answer:
    """Give the login another name."""
    change, typed = credentials.change_user_name, call.text("user_name")
    try:
        name = await asyncio.to_thread(change, desk_of(call.portal), _act(call), typed=typed)
    except UserNameRefused as refusal:
        return Refuse(errors={"user_name": str(refusal)})
    return Show(say=say("Your user name is {name} from now on.", name=name))


@signed_in(fresh=Purpose.CONTACT)
async def ask_email(call: BorrowerCall) -> Answer:
    """Send a code to a new e-mail address."""
    return await _ask(call, "email", call.text("email"))


@signed_in(fresh=Purpose.CONTACT)
async def change_email(call: BorrowerCall) -> Answer:
    """Take the code that came to the new address."""
    return await _change(call, "email", call.text("email"))


@signed_in(fresh=Purpose.CONTACT)
async def ask_phone(call: BorrowerCall) -> Answer:
    """Send a code to a new number; without a number, send codes to none any more."""
    if call.text("phone") or "remove" not in call.form:
        return await _ask(call, "text", call.text("phone"))
    try:
        await asyncio.to_thread(contact_changes.drop_number, desk_of(call.portal), _act(call))
    except ContactRefused as refusal:
        return Refuse(str(refusal))
    return Show(say=say("We send you no more codes by text."))


@signed_in(fresh=Purpose.CONTACT)
async def change_phone(call: BorrowerCall) -> Answer:
    """Take the code that came to the new number."""
    return await _change(call, "text", call.text("phone"))


@signed_in(fresh=Purpose.FACTORS)
async def begin_authenticator(call: BorrowerCall) -> Answer:
    """Show the seed of a new app, as a picture and as letters, once."""
    begin, name = factor_changes.begin_authenticator, call.word("name")
    try:
        made = await asyncio.to_thread(begin, desk_of(call.portal), _act(call), name=name)
    except TooManyAuthenticators as refusal:
        return Refuse(str(refusal))
    section, ref, key, picture = APP
    shown = {ref: made.ref, key: made.key_text, picture: made.qr_svg_data_uri}
    return Show(shown, reveal=section, say=say("Scan the code with your app, or type the key."))


@signed_in(fresh=Purpose.FACTORS)
async def confirm_authenticator(call: BorrowerCall) -> Answer:
    """Take the first code of a new app."""
    confirm = factor_changes.confirm_authenticator
    ref, code = call.word("ref"), call.word("code")
    try:
        await asyncio.to_thread(confirm, desk_of(call.portal), _act(call), ref=ref, code=code)
    except CodeRefused as refusal:
        return refused(refusal)
    return _done("authenticator")  # the picture and the key go with the page


@signed_in(fresh=Purpose.FACTORS)
async def begin_passkey(call: BorrowerCall) -> Answer:
    """Let the browser make a passkey."""
    make = factor_changes.passkey_options
    options = await asyncio.to_thread(make, desk_of(call.portal), _act(call))
    return AskPasskey(options, "create", routes.SECURITY_PASSKEY_ANSWER)


@signed_in(fresh=Purpose.FACTORS)
async def add_passkey(call: BorrowerCall) -> Answer:
    """Keep the passkey that the browser has made."""
    add = factor_changes.add_passkey
    credential, name = call.text("credential"), call.word("name")
    try:
        added = await asyncio.to_thread(
            add, desk_of(call.portal), _act(call), credential=credential, name=name
        )
    except PasskeyRefused as refusal:
        return Refuse(str(refusal))
    return Show(say=say("Your passkey “{name}” is ready.", name=added.name))


@signed_in(fresh=Purpose.FACTORS)
async def make_recovery_codes(call: BorrowerCall) -> Answer:
    """Show ten new codes, once."""
    make = factor_changes.make_recovery_codes
    codes = await asyncio.to_thread(make, desk_of(call.portal), _act(call))
    section, place = CODES
    said = say("Here are your new codes. Codes from before no longer work.")
    return Show({place: "\n".join(codes)}, reveal=section, say=said)


@signed_in(fresh=Purpose.REVEAL)
async def reveal_number(call: BorrowerCall) -> Answer:
    """Show the whole number of a contract for half a minute."""
    show, ref = reveal.reveal_number, call.word("account")
    try:
        number = await asyncio.to_thread(show, desk_of(call.portal), _act(call), contract_ref=ref)
    except ContractNotFound as refusal:
        return Refuse(str(refusal))
    said = say("The whole number is shown for {seconds} seconds.", seconds=reveal.SECONDS)
    return Show({f"{NUMBER}-{ref}": number}, say=said, hide_after=reveal.SECONDS)


@signed_in()
async def not_me(call: BorrowerCall) -> Answer:
    """Freeze one's own sign-in over a line of its history."""
    event, freeze = call.word("event"), freezing.say_not_me
    try:
        ended = await asyncio.to_thread(
            freeze,
            desk_of(call.portal),
            _act(call),
            event_id=_number(event),
            business_now=clock.business_now(),
        )
    except NothingToObjectTo:
        return Refuse(say("We cannot find this line. Please reload the page."))
    call.portal.tabs.leave(ended, FROZEN)
    gone = (cookies.cleared(), cookies.cleared(Name.DEVICE))
    return Go(routes.over(FROZEN), gone, clears_storage=True)


@anyone(reason="Whoever got a notice may freeze what it is about; the secret in it is the proof.")
async def not_me_by_link(call: Call) -> Answer:
    """Freeze the sign-in that a notice was about."""
    call.portal.budgets.take("undo:try", site=site_of(call.client.ip), now=call.now)
    freeze, secret = freezing.say_not_me_by_link, call.word("secret")
    try:
        ended = await asyncio.to_thread(
            freeze,
            desk_of(call.portal),
            secret=secret,
            client=call.client,
            now=call.now,
            business_now=clock.business_now(),
        )
    except LinkDead as refusal:
        return Refuse(str(refusal))
    call.portal.tabs.leave(ended, FROZEN)
    return Go(routes.over(FROZEN))


ROUTES = [
    form(path, handler, page=routes.SECURITY)
    for path, handler in (
        (routes.SECURITY_PASSWORD_FORM, change_password),
        (routes.SECURITY_USER_NAME_FORM, change_user_name),
        (routes.SECURITY_EMAIL_FORM, ask_email),
        (routes.SECURITY_EMAIL_CODE_FORM, change_email),
        (routes.SECURITY_PHONE_FORM, ask_phone),
        (routes.SECURITY_PHONE_CODE_FORM, change_phone),
        (routes.SECURITY_APP_FORM, begin_authenticator),
        (routes.SECURITY_APP_CODE_FORM, confirm_authenticator),
        (routes.SECURITY_PASSKEY_FORM, begin_passkey),
        (routes.SECURITY_PASSKEY_ANSWER, add_passkey),
        (routes.SECURITY_RECOVERY_CODES_FORM, make_recovery_codes),
        (routes.SECURITY_NUMBER_FORM, reveal_number),
        (routes.SECURITY_NOT_ME_FORM, not_me),
    )
] + [form(routes.NOT_ME_FORM, not_me_by_link, page=routes.NOT_ME)]


def desk_of(portal: Portal) -> SecurityDesk:
    """Return what the security page's changes stand on."""
    return SecurityDesk(
        db=portal.db,
        sessions=portal.sessions,
        vault=portal.vault,
        passwords=portal.desk,
        codes=portal.codes,
        recovery_codes=portal.recovery_codes,
        devices=portal.trusted_devices,
        passkeys=portal.passkeys,
        undo=live_undo_links(),
        budgets=portal.budgets,
        issuer=portal.settings.brand.name,
    )


def _act(call: BorrowerCall) -> Act:
    return Act(call.who, call.client, call.now)


async def _ask(call: BorrowerCall, channel: Channel, typed: str) -> Answer:
    ask = contact_changes.ask
    try:
        asked = await asyncio.to_thread(ask, desk_of(call.portal), _act(call), channel, typed=typed)
    except ContactRefused as refusal:
        return Refuse(errors={_field(channel): str(refusal)})
    section, contact, shown = PLACES[channel]
    said = say("We sent a code to {masked}.", masked=asked.masked)
    return Show({contact: asked.contact, shown: asked.masked}, reveal=section, say=said)


async def _change(call: BorrowerCall, channel: Channel, typed: str) -> Answer:
    change, code = contact_changes.change, call.word("code")
    try:
        await asyncio.to_thread(
            change, desk_of(call.portal), _act(call), channel, typed=typed, code=code
        )
    except CodeRefused as refusal:
        return refused(refusal)
    except ContactRefused as refusal:
        return Refuse(str(refusal))
    return _done(_field(channel))


def _done(what: str) -> Go:
    """Return the way to the page anew, which then says that it is done."""
    return Go(f"{routes.SECURITY}?{urlencode({'done': what})}")


def _field(channel: Channel) -> str:
    return "phone" if channel == "text" else "email"


def _number(typed: str) -> int:
    """Return a line's number, or that of no line."""
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0  # noqa: PLR2004 64 bits
