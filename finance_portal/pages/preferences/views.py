"""How somebody is told of what, ready to show. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance_portal.domain.calendar import EASTERN
from finance_portal.language import moment, say
from finance_portal.notices.catalogue import EMAIL, PUSH, TEXT, TOPICS, Topic, Way
from finance_portal.services.push_devices import Device
from finance_portal.services.reminder_choices import Reminders
from finance_portal.services.text_consents import Texting


@dataclass(frozen=True)
class Cell:
    """One way to be told of one topic."""

    is_there: bool = False  # such notices can go this way at all
    is_on: bool = False
    is_open: bool = False  # it can be changed
    note: str = ""  # why it cannot


@dataclass(frozen=True)
class TopicView:
    """One topic, and its ways."""

    key: str = ""
    title: str = ""
    about: str = ""
    email: Cell = Cell()
    text: Cell = Cell()
    push: Cell = Cell()


@dataclass(frozen=True)
class DeviceView:
    """One browser that shows our notices."""

    ref: str = ""
    name: str = ""
    since: str = ""


@dataclass(frozen=True)
class TextsView:
    """Where somebody stands with texts. No number is ""."""

    phone: str = ""
    is_on: bool = False
    since: str = ""
    has_stopped: bool = False
    words: str = ""


def topics(
    wanted: Mapping[str, frozenset[Way]], *, has_texts: bool, has_devices: bool
) -> list[TopicView]:
    """Return every topic with what is chosen of it."""
    able: dict[Way, bool] = {EMAIL: True, TEXT: has_texts, PUSH: has_devices}
    return [_topic(topic, wanted[topic.key], able) for topic in TOPICS]


def devices(found: Sequence[Device]) -> list[DeviceView]:
    """Return somebody's devices."""
    return [
        DeviceView(each.ref, each.name, say("Since {day}", day=moment(each.added_at, EASTERN)))
        for each in found
    ]


def texting(found: Texting) -> TextsView:
    """Return where somebody stands with texts."""
    since = found.agreed_at
    return TextsView(
        phone=found.phone,
        is_on=found.has_agreed,
        since=say("You agreed on {day}.", day=moment(since, EASTERN)) if since else "",
        has_stopped=found.has_stopped,
        words=found.words,
    )


def email(found: Reminders) -> str:
    """Return the address that mail goes to, masked."""
    return found.email or say("No e-mail address on file.")


def _topic(topic: Topic, wanted: frozenset[Way], able: Mapping[Way, bool]) -> TopicView:
    return TopicView(
        key=topic.key,
        title=say(topic.title),
        about=say(topic.about),
        email=_cell(topic, EMAIL, wanted, able),
        text=_cell(topic, TEXT, wanted, able),
        push=_cell(topic, PUSH, wanted, able),
    )


def _cell(topic: Topic, way: Way, wanted: frozenset[Way], able: Mapping[Way, bool]) -> Cell:
    is_fixed = way in topic.fixed
    return Cell(
        is_there=way in topic.ways,
        is_on=way in wanted and (able[way] or is_fixed),
        is_open=able[way] and not is_fixed,
        note=say("always on") if is_fixed else "",
    )
