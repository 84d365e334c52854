"""Electronic records instead of paper: agreed to with a test, taken back, free (1.20).

At registration the consent is an Acceptance. What happens to it afterwards is a PaperlessStep, and
while it is withdrawn there is an open PaperPeriod: what is issued in it is printed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.documents import access_test, agreements
from finance_portal.language import say, sentence
from finance_portal.models.profile import PaperlessStep, PaperPeriod
from finance_portal.models.security import Acceptance, Login
from finance_portal.notices import profile as notices
from finance_portal.services import keys
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.profile.changing import ProfileRefused, locked, made
from finance_portal.services.security.desk import Act, SecurityDesk, note

WRONG_WORD = sentence(
    "This is not the word in the document. Please open it and type the word that you see."
)
UNTICKED = sentence("Please tick the box to agree.")


@dataclass(frozen=True)
class Step:
    """One line of the record of a consent."""

    action: str  # given, withdrawn, refused
    version: str
    at: datetime
    ip: str


def is_paperless(session: Session, borrower_id: int) -> bool:
    """Tell whether somebody has agreed to electronic records, with the test, and still does."""
    said = (each.action for each in record(session, borrower_id))
    return next((action == "given" for action in said if action != "refused"), False)


def record(session: Session, borrower_id: int) -> list[Step]:
    """Return what happened to somebody's consent, the latest first."""
    rows = session.exec(
        select(PaperlessStep)
        .where(col(PaperlessStep.borrower_id) == borrower_id)
        .order_by(col(PaperlessStep.id).desc())
    )
    accepted = session.exec(
        select(Acceptance)
        .join(Login, col(Login.id) == Acceptance.login_id)
        .where(
            col(Login.borrower_id) == borrower_id,
            col(Acceptance.document) == agreements.ESIGN.name,
        )
        .order_by(col(Acceptance.id).desc())
    )
    later = [Step(row.action, row.version, row.at, row.ip) for row in rows]
    return [*later, *(Step("given", row.version, row.accepted_at, row.ip) for row in accepted)]


def test_document(session_id: str, today: date) -> bytes:
    """Return the document with the word that is to be typed back."""
    return access_test.draw(_word(session_id), today)


def agree(
    desk: SecurityDesk, act: Act, *, word: str, is_ticked: bool, business_now: datetime
) -> None:
    """Send electronic records from now on. Raises ProfileRefused; a wrong word is written down."""
    if not is_ticked:
        raise ProfileRefused(say(UNTICKED))
    is_right = word.strip().casefold() == _word(act.who.session_id)
    with desk.db.begin() as session:
        locked(session, act)
        if is_paperless(session, act.who.borrower_id):
            return
        _keep(session, act, "given" if is_right else "refused")
        if is_right:
            _end_paper(session, act.who.borrower_id, business_now)
            made(session, desk, act, "profile:paperless:given", notices.paperless_given)
        else:
            note(session, act, "profile:paperless:refused")
    if not is_right:
        raise ProfileRefused(say(WRONG_WORD))


def withdraw(desk: SecurityDesk, act: Act, *, business_now: datetime) -> None:
    """Send paper from now on, free of charge; what was sent before stays valid."""
    with desk.db.begin() as session:
        locked(session, act)
        if not is_paperless(session, act.who.borrower_id):
            return
        _keep(session, act, "withdrawn")
        session.add(PaperPeriod(borrower_id=act.who.borrower_id, since=business_now))
        made(session, desk, act, "profile:paperless:withdrawn", notices.paperless_withdrawn)


def _keep(session: Session, act: Act, action: str) -> None:
    session.add(
        PaperlessStep(
            borrower_id=act.who.borrower_id,
            action=action,
            version=agreements.ESIGN.version,
            at=act.now,
            ip=act.client.ip,
            user_agent=act.client.user_agent,
        )
    )
    session.flush()


def _end_paper(session: Session, borrower_id: int, now: datetime) -> None:
    mine = col(PaperPeriod.borrower_id) == borrower_id
    for period in session.exec(select(PaperPeriod).where(mine, col(PaperPeriod.until).is_(None))):
        period.until = now


def _word(session_id: str) -> str:
    drawn = int(keyed_hash(keys.derive("access test"), f"paperless:{session_id}"), 16)
    return access_test.WORDS[drawn % len(access_test.WORDS)]
