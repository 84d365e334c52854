"""In which ways a borrower wants to be told of what: their choices over what is usual.

Reminders of what falls due keep their own row, with how long before (services/reminder_choices.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from sqlmodel import col, select

from finance_portal.db import Database, insert
from finance_portal.models.nightly import ReminderChoice
from finance_portal.models.notices import NoticeChoice
from finance_portal.notices import catalogue
from finance_portal.notices.catalogue import DUE, EMAIL, TEXT, TOPICS, Topic, Way
from finance_portal.services import audit, reminder_choices
from finance_portal.services.client import Client
from finance_portal.services.sessions import SignedIn

Choices = Mapping[tuple[str, Way], bool]


class ChoiceRefused(Exception):
    """This cannot be chosen: no such topic or way, or one that stays on."""


@dataclass(frozen=True)
class Choosing:
    """Who chooses, from where, and when."""

    who: SignedIn
    client: Client
    now: datetime


def wanted(session: Session, borrower_id: int, topic: Topic) -> frozenset[Way]:
    """Return in which ways somebody is told of a topic, whether or not they can be reached so."""
    return _wanted(choices_of(session, borrower_id, topic), topic)


def all_wanted(db: Database, *, borrower_id: int) -> dict[str, frozenset[Way]]:
    """Return the same of every topic, by its key."""
    with db.read() as session:
        return {
            topic.key: _wanted(choices_of(session, borrower_id, topic), topic) for topic in TOPICS
        }


def choose(db: Database, act: Choosing, *, topic_key: str, way: str, is_on: bool) -> None:
    """Tell somebody of a topic in this way from now on, or no more. Raises ChoiceRefused."""
    topic = next((each for each in TOPICS if each.key == topic_key), None)
    known = next((each for each in catalogue.ALL if each == way), None)
    if topic is None or known is None or known not in topic.ways - topic.fixed:
        raise ChoiceRefused(f"{topic_key}, {way}"[:80])
    with db.begin() as session:
        put(session, act.who.borrower_id, topic, known, is_on=is_on, now=act.now)
        audit.record(
            session,
            kind="notices:choice:changed",
            at=act.now,
            client=act.client,
            login_id=act.who.login_id,
            session_ref=act.who.session_id,
            topic=topic.key,
            way=known,
            on=str(is_on),
        )


def put(
    session: Session, borrower_id: int, topic: Topic, way: Way, *, is_on: bool, now: datetime
) -> None:
    """Keep a choice."""
    if topic is DUE and way in {EMAIL, TEXT}:
        reminder_choices.put(session, borrower_id, {f"by_{way}": is_on}, now)
        return
    row = insert(session, NoticeChoice).values(
        borrower_id=borrower_id, topic=topic.key, way=way, is_on=is_on, changed_at=now
    )
    changed = {"is_on": is_on, "changed_at": now}
    session.connection().execute(
        row.on_conflict_do_update(index_elements=["borrower_id", "topic", "way"], set_=changed)
    )


def choices_of(session: Session, borrower_id: int, topic: Topic) -> Choices:
    """Return what somebody has chosen of a topic."""
    rows = session.scalars(
        select(NoticeChoice).where(
            col(NoticeChoice.borrower_id) == borrower_id, col(NoticeChoice.topic) == topic.key
        )
    )
    chosen: dict[tuple[str, Way], bool] = {
        (topic.key, way): row.is_on for row in rows for way in catalogue.ALL if way == row.way
    }
    if topic is DUE:
        reminded = select(ReminderChoice).where(col(ReminderChoice.borrower_id) == borrower_id)
        if (row := session.scalars(reminded).one_or_none()) is not None:
            chosen |= {(DUE.key, EMAIL): row.by_email, (DUE.key, TEXT): row.by_text}
    return chosen


def _wanted(chosen: Choices, topic: Topic) -> frozenset[Way]:
    return topic.fixed | {
        way for way in topic.ways if chosen.get((topic.key, way), way in topic.usual)
    }
