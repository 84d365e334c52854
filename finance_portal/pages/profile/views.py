"""What the profile page says. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.documents.privacy_notice import CHOICES
from finance_portal.domain.addresses import Address
from finance_portal.language import day_of_year, long_day, moment, say, sentence
from finance_portal.services.profile.paperless import Step
from finance_portal.services.profile.privacy import Said
from finance_portal.services.profile.reading import Place, Profile

KINDS = {
    "mobile": sentence("Mobile"),
    "home": sentence("Home"),
    "work": sentence("Work"),
}
STEPS = {
    "given": sentence("Agreed to, with the test"),
    "withdrawn": sentence("Taken back"),
    "refused": sentence("Not agreed to: another word was typed"),
}


@dataclass(frozen=True)
class Phone:
    """One number of the list."""

    ref: str = ""
    shown: str = ""
    kind: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class Before:
    """An address that no longer counts."""

    what: str = ""
    line: str = ""
    when: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the record of a consent."""

    words: str = ""
    more: str = ""


@dataclass(frozen=True)
class Choice:
    """A way of sharing that may be limited."""

    name: str = ""
    title: str = ""
    when: str = ""
    is_out: bool = False


@dataclass(frozen=True)
class View:
    """A profile, ready to show."""

    legal_name: str = ""
    display_name: str = ""
    email: str = ""
    text_number: str = ""
    held: str = ""  # until when nothing can be changed
    phones: tuple[Phone, ...] = ()
    mailing: tuple[str, ...] = ()
    garaging: tuple[str, ...] = ()
    before: tuple[Before, ...] = ()
    mail_held: str = ""  # until when nothing of value is mailed
    is_paperless: bool = False
    paper_since: str = ""
    consents: tuple[Line, ...] = ()
    choices: tuple[Choice, ...] = ()


def view(found: Profile, *, now: datetime, zone: ZoneInfo) -> View:
    """Return a profile as its owner sees it."""
    is_held = found.held_until is not None and now < found.held_until
    return View(
        legal_name=found.legal_name,
        display_name=found.display_name,
        email=found.email,
        text_number=found.text_number,
        held=moment(found.held_until, zone) if found.held_until and is_held else "",
        phones=tuple(
            Phone(each.ref, each.shown, say(KINDS[each.kind]), each.is_main)
            for each in found.numbers
        ),
        mailing=_lines(found.mailing),
        garaging=_lines(found.garaging),
        before=tuple(_before(each, zone) for each in found.before),
        mail_held=day_of_year(found.mail_held_until) if found.mail_held_until else "",
        is_paperless=found.is_paperless,
        paper_since=_since(found.consents, zone),
        consents=tuple(_line(each, zone) for each in found.consents),
        choices=tuple(_choice(each, zone) for each in found.choices),
    )


def _lines(address: Address | None) -> tuple[str, ...]:
    return address.lines if address else ()


def _before(place: Place, zone: ZoneInfo) -> Before:
    what = say("Mail went to") if place.kind == "mailing" else say("The vehicle was kept at")
    until = (place.until or place.since).astimezone(zone).date()
    return Before(what, ", ".join(place.address.lines), say("until {day}", day=long_day(until)))


def _since(consents: list[Step], zone: ZoneInfo) -> str:
    last = next((each for each in consents if each.action != "refused"), None)
    return long_day(last.at.astimezone(zone).date()) if last else ""


def _line(step: Step, zone: ZoneInfo) -> Line:
    more = say(
        "{moment}, version {version}, from the address {ip}",
        moment=moment(step.at, zone),
        version=step.version,
        ip=step.ip,
    )
    return Line(say(STEPS[step.action]), more)


def _choice(said: Said, zone: ZoneInfo) -> Choice:
    when = ""
    if said.at:
        day = long_day(said.at.astimezone(zone).date())
        when = say("Since {day}", day=day)
    return Choice(said.name, say(CHOICES[said.name].title), when, said.is_out)
