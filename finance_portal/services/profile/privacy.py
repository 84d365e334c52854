"""What somebody has said about sharing what is known of them: it counts at once (Reg P, 1016.7)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.documents.privacy_notice import CHOICES, VERSION
from finance_portal.language import say, sentence
from finance_portal.models.profile import PrivacyChoice
from finance_portal.notices import profile as notices
from finance_portal.services.profile.changing import ProfileRefused, locked, made
from finance_portal.services.security.desk import Act, SecurityDesk

UNKNOWN = sentence("This choice is not there any more. Please reload the page.")


@dataclass(frozen=True)
class Said:
    """What was said last about one way of sharing; `at` is None where nothing ever was."""

    name: str
    is_out: bool
    at: datetime | None
    version: str


def choices_of(session: Session, borrower_id: int) -> list[Said]:
    """Return everything that can be limited, and what was said about it."""
    rows = session.exec(
        select(PrivacyChoice)
        .where(col(PrivacyChoice.borrower_id) == borrower_id)
        .order_by(col(PrivacyChoice.id))
    )
    last = {row.choice: row for row in rows}
    return [_said(name, last.get(name)) for name in CHOICES]


def is_out(session: Session, borrower_id: int, name: str) -> bool:
    """Tell whether somebody has limited a way of sharing. Whatever shares asks here first."""
    return any(each.is_out for each in choices_of(session, borrower_id) if each.name == name)


def choose(desk: SecurityDesk, act: Act, *, name: str, is_out: bool) -> None:
    """Limit a way of sharing, or allow it again, at once. Raises ProfileRefused."""
    if name not in CHOICES:
        raise ProfileRefused(say(UNKNOWN))
    with desk.db.begin() as session:
        locked(session, act)
        if is_out == next(
            each.is_out for each in choices_of(session, act.who.borrower_id) if each.name == name
        ):
            return
        session.add(
            PrivacyChoice(
                borrower_id=act.who.borrower_id,
                choice=name,
                is_out=is_out,
                version=VERSION,
                at=act.now,
                ip=act.client.ip,
                user_agent=act.client.user_agent,
            )
        )
        made(
            session,
            desk,
            act,
            f"profile:privacy:{'limited' if is_out else 'allowed'}",
            notices.privacy_limited if is_out else notices.privacy_allowed,
            choice=name,
        )


def _said(name: str, row: PrivacyChoice | None) -> Said:
    if row is None:
        return Said(name, is_out=False, at=None, version=VERSION)
    return Said(name, row.is_out, row.at, row.version)
