"""The history of a login, line by line."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.language import say, sentence
from finance_portal.notices.browsers import in_words
from finance_portal.pages.security.views._moments import moment
from finance_portal.pages.security.views._proofs import proofs_in_words
from finance_portal.services.security.happenings import (
    PAGE,
    Happening,
    Happenings,
    is_objectionable,
)

# What happened: its title, and how it ended. The longest beginning that fits counts.
DONE = (sentence("Done"), "calm")
GOOD = (sentence("Succeeded"), "good")
REFUSED = (sentence("Refused"), "danger")
STOPPED = (sentence("Stopped"), "warn")
WAITING = (sentence("Not signed in yet"), "warn")
NOTHING = ("", "calm")
WAITING_FOR_BANK = (sentence("Not confirmed yet"), "warn")
WORDS: dict[str, tuple[str, tuple[str, str]]] = {
    "account:": (sentence("Your sign-in"), DONE),
    "account:code:refused": (sentence("Wrong code"), REFUSED),
    "account:code:sent": (sentence("A code was sent"), NOTHING),
    "account:contract:asked": (sentence("A contract was to be added"), NOTHING),
    "account:contract:linked": (sentence("A contract was added"), DONE),
    "account:contract:refused": (sentence("A contract was to be added"), REFUSED),
    "account:email:asked": (sentence("A new e-mail address was named"), NOTHING),
    "account:email:changed": (sentence("E-mail address changed"), DONE),
    "account:factors:proven": (sentence("Help with a lost second step"), NOTHING),
    "account:frozen": (sentence("Sign-in frozen"), DONE),
    "account:imported": (sentence("Account moved here, with its history"), DONE),
    "account:identity:refused": (sentence("Contract details did not match"), REFUSED),
    "account:lost_factors:": (sentence("Help with a lost second step"), NOTHING),
    "account:password:accepted": (sentence("Right password, second step asked"), WAITING),
    "account:password:changed": (sentence("Password changed"), DONE),
    "account:password:refused": (sentence("Wrong current password"), REFUSED),
    "account:recovery:": (sentence("Help with a forgotten password"), NOTHING),
    "account:recovery:finished": (sentence("Back in after a forgotten password"), DONE),
    "account:recovery:refused": (sentence("Help with a forgotten password"), REFUSED),
    "account:registration:finished": (sentence("Registered"), DONE),
    "account:registration:refused": (sentence("Somebody tried to register your contract"), REFUSED),
    "account:registration:started": (sentence("Registration begun"), NOTHING),
    "account:registration:throttled": (
        sentence("Somebody tried to register your contract"),
        STOPPED,
    ),
    "account:second_factor:refused": (sentence("Wrong second step"), REFUSED),
    "account:sign_in:refused": (sentence("Wrong password"), REFUSED),
    "account:sign_in:success": (sentence("Signed in"), GOOD),
    "account:sign_in:throttled": (sentence("Too many tries to sign in"), STOPPED),
    "account:text:asked": (sentence("A new phone number was named"), NOTHING),
    "account:text:changed": (sentence("Phone number changed"), DONE),
    "account:text:removed": (sentence("Phone number removed"), DONE),
    "account:thawed": (sentence("Sign-in no longer frozen"), DONE),
    "account:user_name:changed": (sentence("User name changed"), DONE),
    "account:user_name:not_reminded": (sentence("User name was asked for too often"), STOPPED),
    "account:user_name:reminded": (sentence("User name was sent to you"), DONE),
    "agreement:": (sentence("A change of a contract"), NOTHING),
    "agreement:refused": (sentence("You did not agree to a change of a contract"), DONE),
    "agreement:signed": (sentence("A change of a contract was signed"), DONE),
    "call_pin:": (sentence("A number for a call"), NOTHING),
    "call_pin:accepted": (sentence("You said your number on a call"), GOOD),
    "call_pin:made": (sentence("A number for a call was shown"), NOTHING),
    "call_pin:refused": (sentence("A caller said a wrong number"), REFUSED),
    "device:": (sentence("Trusted browsers"), DONE),
    "device:all:forgotten": (sentence("No browser is trusted any more"), DONE),
    "device:forgotten": (sentence("Browser no longer trusted"), DONE),
    "device:trusted": (sentence("Browser trusted for 30 days"), DONE),
    "factor:": (sentence("Second step changed"), DONE),
    "factor:all:removed": (sentence("Second steps removed"), DONE),
    "factor:authenticator:added": (sentence("Authenticator app added"), DONE),
    "factor:authenticator:removed": (sentence("Authenticator app removed"), DONE),
    "factor:passkey:added": (sentence("Passkey added"), DONE),
    "factor:passkey:removed": (sentence("Passkey removed"), DONE),
    "factor:passkey:renamed": (sentence("Passkey renamed"), DONE),
    "factor:recovery_code:used": (sentence("Recovery code used"), DONE),
    "factor:recovery_codes:made": (sentence("New recovery codes made"), DONE),
    "hardship:asked": (sentence("Help with paying was asked for"), DONE),
    "method:": (sentence("A way to pay was changed"), DONE),
    "method:added": (sentence("A way to pay was added"), DONE),
    "method:blocked": (sentence("A way to pay cannot be used any more"), DONE),
    "method:default": (sentence("Another way to pay is the default"), DONE),
    "method:deposits:told": (sentence("Deposits were told for an account"), NOTHING),
    "method:ended": (sentence("A way to pay ended at the bank"), DONE),
    "method:removed": (sentence("A way to pay was removed"), DONE),
    "method:renamed": (sentence("A way to pay was renamed"), DONE),
    "method:waiting": (sentence("An account waits for its deposits"), WAITING_FOR_BANK),
    "number:revealed": (sentence("Contract number shown"), DONE),
    "profile:": (sentence("Profile changed"), DONE),
    "profile:garaging:changed": (sentence("Where the vehicle is kept changed"), DONE),
    "profile:language:changed": (sentence("Language changed"), DONE),
    "profile:mailing:changed": (sentence("Mailing address changed"), DONE),
    "profile:name:changed": (sentence("Name as shown changed"), DONE),
    "profile:paperless:given": (sentence("Agreed to electronic records"), DONE),
    "profile:paperless:refused": (sentence("Electronic records: wrong word"), REFUSED),
    "profile:paperless:withdrawn": (sentence("Electronic records withdrawn"), DONE),
    "profile:phone:added": (sentence("Telephone number added"), DONE),
    "profile:phone:main": (sentence("Main telephone number changed"), DONE),
    "profile:phone:removed": (sentence("Telephone number removed"), DONE),
    "profile:privacy:": (sentence("Privacy choice changed"), DONE),
    "promise:made": (sentence("A payment was promised"), DONE),
    "reminders:changed": (sentence("Reminders changed"), DONE),
    "request:asked": (sentence("Something was asked for"), DONE),
    "profile:legal_name:changed": (sentence("Your legal name was changed, as you asked"), DONE),
    "unauthorized:reported": (sentence("You reported what you did not authorize"), DONE),
    "unauthorized:taken_back": (sentence("You took such a report back"), DONE),
    "request:": (sentence("A request of yours was answered"), DONE),
    "service:asked": (sentence("Rights in military service were asked for"), DONE),
    "session:": (sentence("Session"), DONE),
    "session:ended:": (sentence("Signed out"), NOTHING),
    "session:ended:frozen": (sentence("Signed out: sign-in frozen"), NOTHING),
    "session:ended:password": (sentence("Signed out: password changed"), NOTHING),
    "session:ended:replayed": (sentence("Signed out: cookie used twice"), STOPPED),
    "session:step_up:success": (sentence("Confirmed for a change"), NOTHING),
}


@dataclass(frozen=True)
class Row:
    """One line of the history, ready to show."""

    event: str = ""
    at: str = ""
    title: str = ""
    how: str = ""
    result: str = ""
    tone: str = "calm"
    device: str = ""
    where: str = ""
    is_here: bool = False  # it is how this very session began
    can_object: bool = False


@dataclass(frozen=True)
class Page:
    """Twenty lines of the history, and where they stand among all."""

    rows: tuple[Row, ...] = ()
    where: str = ""
    number: int = 1
    has_previous: bool = False
    has_next: bool = False
    is_one_of_several: bool = False


def page(found: Happenings, *, signed_in_at: datetime, zone: ZoneInfo) -> Page:
    """Return one page of the history, as seen by whoever signed in at this moment."""
    first = (found.number - 1) * PAGE
    last = first + len(found.lines)
    return Page(
        rows=tuple(_row(line, signed_in_at, zone) for line in found.lines),
        where=say(
            "{first} to {last} of {count}", first=first + 1, last=last, count=f"{found.count:,}"
        ),
        number=found.number,
        has_previous=found.number > 1,
        has_next=last < found.count,
        is_one_of_several=found.count > PAGE,
    )


def _row(line: Happening, signed_in_at: datetime, zone: ZoneInfo) -> Row:
    title, (result, tone) = _words(line.kind)
    is_here = line.signed_in_at == signed_in_at
    is_sign_in = line.kind == "account:sign_in:success"
    device = in_words(line.user_agent)
    return Row(
        event=str(line.id),
        at=moment(line.at, zone),
        title=title,
        how=proofs_in_words(line.method) if is_sign_in else "",
        result=result,
        tone=tone,
        device=device[:1].upper() + device[1:] if line.ip or line.user_agent else "",
        where=line.ip,
        is_here=is_here and is_sign_in,
        can_object=is_objectionable(line.kind) and not is_here,
    )


def _words(kind: str) -> tuple[str, tuple[str, str]]:
    known = max((each for each in WORDS if kind.startswith(each)), key=len, default="account:")
    words, (result, tone) = WORDS[known]
    return say(words), (say(result), tone)
