"""What the security page says of a login. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.language import say, say_number, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.factors import Authenticator, Passkey, TrustedDevice
from finance_portal.models.security import Login, PortalSession
from finance_portal.notices.browsers import in_words
from finance_portal.pages.security.views._moments import day, moment
from finance_portal.pages.security.views._proofs import proofs_in_words
from finance_portal.services.contacts import masked_email, masked_phone
from finance_portal.services.security.holdings import Holdings

FEW_CODES = 3
NEVER = sentence("Not used yet")


@dataclass(frozen=True)
class Opening:
    """One place where the borrower is signed in."""

    ref: str = ""
    device: str = ""
    where: str = ""
    when: str = ""
    how: str = ""
    is_this: bool = False


@dataclass(frozen=True)
class Device:
    """One browser that is trusted."""

    ref: str = ""
    device: str = ""
    where: str = ""
    until: str = ""


@dataclass(frozen=True)
class Factor:
    """A passkey or an authenticator app."""

    ref: str = ""
    name: str = ""
    added: str = ""
    used: str = ""


@dataclass(frozen=True)
class Number:
    """One contract, by its masked number."""

    ref: str = ""
    vehicle: str = ""
    masked: str = ""


@dataclass(frozen=True)
class Standing:
    """How the borrower gets in, ready to show."""

    user_name: str = ""
    email: str = ""
    phone: str = ""
    password: str = ""
    codes: str = ""
    has_few_codes: bool = False
    is_weak: bool = False  # a code by e-mail is all there is beside the password
    held: str = ""
    sessions: tuple[Opening, ...] = ()
    has_others: bool = False
    devices: tuple[Device, ...] = ()
    apps: tuple[Factor, ...] = ()
    passkeys: tuple[Factor, ...] = ()
    numbers: tuple[Number, ...] = ()


def standing(found: Holdings, *, session: str, now: datetime, zone: ZoneInfo) -> Standing:
    """Return the page of a login, as seen from one of its sessions."""
    login = found.login
    sessions = tuple(_opening(row, session, zone) for row in found.sessions)
    return Standing(
        user_name=login.user_name,
        email=masked_email(login.email) if login.email else "",
        phone=masked_phone(login.phone) if login.phone else "",
        password=say("Set {password_set_at}", password_set_at=day(login.password_set_at, zone)),
        codes=_codes(found.recovery_codes_left),
        has_few_codes=0 < found.recovery_codes_left <= FEW_CODES,
        is_weak=not (found.authenticators or found.passkeys or login.phone),
        held=_held(login, now, zone),
        sessions=tuple(sorted(sessions, key=lambda each: not each.is_this)),
        has_others=len(sessions) > 1,
        devices=tuple(_device(row, zone) for row in found.devices),
        apps=tuple(_factor(row, zone) for row in found.authenticators),
        passkeys=tuple(_factor(row, zone) for row in found.passkeys),
        numbers=tuple(_number(contract) for contract in found.contracts),
    )


def _opening(row: PortalSession, session: str, zone: ZoneInfo) -> Opening:
    is_this = row.ref == session
    return Opening(
        ref=row.ref,
        device=_capital(in_words(row.user_agent)),
        where=row.ip,
        when=say("Now")
        if is_this
        else say("Last used {last_seen_at}", last_seen_at=moment(row.last_seen_at, zone)),
        how=f"{proofs_in_words(row.method)}, {moment(row.signed_in_at, zone)}",
        is_this=is_this,
    )


def _device(row: TrustedDevice, zone: ZoneInfo) -> Device:
    return Device(
        ref=row.ref,
        device=_capital(in_words(row.user_agent)),
        where=row.ip,
        until=say("Until {expires_at}", expires_at=day(row.expires_at, zone)),
    )


def _factor(row: Passkey | Authenticator, zone: ZoneInfo) -> Factor:
    return Factor(
        ref=row.ref,
        name=row.name,
        added=say("Added {created_at}", created_at=day(row.created_at, zone)),
        used=say("Last used {last_used_at}", last_used_at=moment(row.last_used_at, zone))
        if row.last_used_at
        else say(NEVER),
    )


def _number(contract: Contract) -> Number:
    return Number(ref=contract.ref, vehicle=contract.vehicle, masked=contract.number_masked)


def _codes(left: int) -> str:
    return (
        say_number(left, "{number} code left", "{number} codes left") if left else say("None yet")
    )


def _held(login: Login, now: datetime, zone: ZoneInfo) -> str:
    if login.held_until is None or login.held_until <= now:
        return ""
    return moment(login.held_until, zone)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
