"""The history of a login, line by line."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.language import sentence
from finance_portal.notices.browsers import in_words
from finance_portal.pages.security.views._moments import moment
from finance_portal.pages.security.views._proofs import proofs_in_words
from finance_portal.services.security.happenings import (
    PAGE,
    Happening,
    Happenings,
    is_objectionable,
)

# fmt: off
# What happened: its title, and how it ended. The longest beginning that fits counts.
DONE, GOOD, REFUSED = ("Done", "calm"), ("Succeeded", "good"), ("Refused", "danger")
STOPPED, WAITING = ("Stopped", "warn"), ("Not signed in yet", "warn")
NOTHING = ("", "calm")
WAITING_FOR_BANK = ("Not confirmed yet", "warn")
WORDS: dict[str, tuple[str, tuple[str, str]]] = {
    "account:":                            ("Your sign-in", DONE),
    "account:code:refused":                ("Wrong code", REFUSED),
    "account:code:sent":                   ("A code was sent", NOTHING),
    "account:contract:asked":              ("A contract was to be added", NOTHING),
    "account:contract:linked":             ("A contract was added", DONE),
    "account:contract:refused":            ("A contract was to be added", REFUSED),
    "account:email:asked":                 ("A new e-mail address was named", NOTHING),
    "account:email:changed":               ("E-mail address changed", DONE),
    "account:factors:proven":              ("Help with a lost second step", NOTHING),
    "account:frozen":                      ("Sign-in frozen", DONE),
    "account:identity:refused":            ("Contract details did not match", REFUSED),
    "account:lost_factors:":               ("Help with a lost second step", NOTHING),
    "account:password:accepted":           ("Right password, second step asked", WAITING),
    "account:password:changed":            ("Password changed", DONE),
    "account:password:refused":            ("Wrong current password", REFUSED),
    "account:recovery:":                   ("Help with a forgotten password", NOTHING),
    "account:recovery:finished":           ("Back in after a forgotten password", DONE),
    "account:recovery:refused":            ("Help with a forgotten password", REFUSED),
    "account:registration:finished":       ("Registered", DONE),
    "account:registration:refused":        ("Somebody tried to register your contract", REFUSED),
    "account:registration:started":        ("Registration begun", NOTHING),
    "account:registration:throttled":      ("Somebody tried to register your contract", STOPPED),
    "account:second_factor:refused":       ("Wrong second step", REFUSED),
    "account:sign_in:refused":             ("Wrong password", REFUSED),
    "account:sign_in:success":             ("Signed in", GOOD),
    "account:sign_in:throttled":           ("Too many tries to sign in", STOPPED),
    "account:text:asked":                  ("A new phone number was named", NOTHING),
    "account:text:changed":                ("Phone number changed", DONE),
    "account:text:removed":                ("Phone number removed", DONE),
    "account:thawed":                      ("Sign-in no longer frozen", DONE),
    "account:user_name:changed":           ("User name changed", DONE),
    "account:user_name:not_reminded":      ("User name was asked for too often", STOPPED),
    "account:user_name:reminded":          ("User name was sent to you", DONE),
    "agreement:":                          ("A change of a contract", NOTHING),
    "agreement:refused":                   ("You did not agree to a change of a contract", DONE),
    "agreement:signed":                    ("A change of a contract was signed", DONE),
    "call_pin:":                           (sentence("A number for a call"), NOTHING),
    "call_pin:accepted":                   (sentence("You said your number on a call"), GOOD),
    "call_pin:made":                       (sentence("A number for a call was shown"), NOTHING),
    "call_pin:refused":                    (sentence("A caller said a wrong number"), REFUSED),
    "device:":                             ("Trusted browsers", DONE),
    "device:all:forgotten":                ("No browser is trusted any more", DONE),
    "device:forgotten":                    ("Browser no longer trusted", DONE),
    "device:trusted":                      ("Browser trusted for 30 days", DONE),
    "factor:":                             ("Second step changed", DONE),
    "factor:all:removed":                  ("Second steps removed", DONE),
    "factor:authenticator:added":          ("Authenticator app added", DONE),
    "factor:authenticator:removed":        ("Authenticator app removed", DONE),
    "factor:passkey:added":                ("Passkey added", DONE),
    "factor:passkey:removed":              ("Passkey removed", DONE),
    "factor:passkey:renamed":              ("Passkey renamed", DONE),
    "factor:recovery_code:used":           ("Recovery code used", DONE),
    "factor:recovery_codes:made":          ("New recovery codes made", DONE),
    "hardship:asked":                      ("Help with paying was asked for", DONE),
    "method:":                             ("A way to pay was changed", DONE),
    "method:added":                        ("A way to pay was added", DONE),
    "method:blocked":                      ("A way to pay cannot be used any more", DONE),
    "method:default":                      ("Another way to pay is the default", DONE),
    "method:deposits:told":                ("Deposits were told for an account", NOTHING),
    "method:ended":                        ("A way to pay ended at the bank", DONE),
    "method:removed":                      ("A way to pay was removed", DONE),
    "method:renamed":                      ("A way to pay was renamed", DONE),
    "method:waiting":                      ("An account waits for its deposits", WAITING_FOR_BANK),
    "number:revealed":                     ("Contract number shown", DONE),
    "profile:":                            ("Profile changed", DONE),
    "profile:garaging:changed":            ("Where the vehicle is kept changed", DONE),
    "profile:language:changed":            ("Language changed", DONE),
    "profile:mailing:changed":             ("Mailing address changed", DONE),
    "profile:name:changed":                ("Name as shown changed", DONE),
    "profile:paperless:given":             ("Agreed to electronic records", DONE),
    "profile:paperless:refused":           ("Electronic records: wrong word", REFUSED),
    "profile:paperless:withdrawn":         ("Electronic records withdrawn", DONE),
    "profile:phone:added":                 ("Telephone number added", DONE),
    "profile:phone:main":                  ("Main telephone number changed", DONE),
    "profile:phone:removed":               ("Telephone number removed", DONE),
    "profile:privacy:":                    ("Privacy choice changed", DONE),
    "promise:made":                        ("A payment was promised", DONE),
    "reminders:changed":                   ("Reminders changed", DONE),
    "request:asked":                       ("Something was asked for", DONE),
    "profile:legal_name:changed":          ("Your legal name was changed, as you asked", DONE),
    "unauthorized:reported":               ("You reported what you did not authorize", DONE),
    "unauthorized:taken_back":             ("You took such a report back", DONE),
    "request:":                            ("A request of yours was answered", DONE),
    "service:asked":                       ("Rights in military service were asked for", DONE),
    "session:":                            ("Session", DONE),
    "session:ended:":                      ("Signed out", NOTHING),
    "session:ended:frozen":                ("Signed out: sign-in frozen", NOTHING),
    "session:ended:password":              ("Signed out: password changed", NOTHING),
    "session:ended:replayed":              ("Signed out: cookie used twice", STOPPED),
    "session:step_up:success":             ("Confirmed for a change", NOTHING),
}
# fmt: on


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
        where=f"{first + 1} to {last} of {found.count:,}",
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
    return WORDS[known]
