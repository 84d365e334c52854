"""Everything that a profile page shows, read at once."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.addresses import Address
from finance_portal.models.people import Borrower
from finance_portal.models.profile import PostalAddress
from finance_portal.services import addresses
from finance_portal.services.addresses import Kind
from finance_portal.services.contacts import masked_email, masked_phone
from finance_portal.services.logins import login_behind
from finance_portal.services.profile import paperless, places, privacy, telephones


@dataclass(frozen=True)
class Place:
    """An address, and from when until when it counted."""

    kind: str
    address: Address
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A borrower as the lender knows them. Contacts that codes go to are masked, or ""."""

    legal_name: str
    display_name: str
    language: str
    email: str
    text_number: str
    held_until: datetime | None  # nothing can be changed until then (Q2)
    numbers: list[telephones.Number]
    mailing: Address | None
    garaging: Address | None  # None: where the mail goes
    before: list[Place]  # addresses that no longer count, the latest first
    mail_held_until: date | None
    is_paperless: bool
    consents: list[paperless.Step]
    choices: list[privacy.Said]


def profile_of(db: Database, *, borrower_id: int, today: date) -> Profile:
    """Return the profile of a signed-in borrower."""
    with db.read() as session:
        borrower, login = session.get_one(Borrower, borrower_id), login_behind(session, borrower_id)
        email = login.email or borrower.email
        return Profile(
            legal_name=borrower.name,
            display_name=borrower.display_name or "",
            language=borrower.language,
            email=masked_email(email) if email else "",
            text_number=masked_phone(login.phone) if login.phone else "",
            held_until=login.held_until,
            numbers=telephones.numbers_of(session, borrower),
            mailing=_current(session, borrower_id, "mailing"),
            garaging=_current(session, borrower_id, "garaging"),
            before=_before(session, borrower_id),
            mail_held_until=places.held_until(session, [borrower_id], today),
            is_paperless=paperless.is_paperless(session, borrower_id),
            consents=paperless.record(session, borrower_id),
            choices=privacy.choices_of(session, borrower_id),
        )


def _current(session: Session, borrower_id: int, kind: Kind) -> Address | None:
    row = addresses.current(session, borrower_id, kind)
    return addresses.opened(row) if row else None


def _before(session: Session, borrower_id: int) -> list[Place]:
    rows = session.exec(
        select(PostalAddress)
        .where(col(PostalAddress.borrower_id) == borrower_id, col(PostalAddress.until).is_not(None))
        .order_by(col(PostalAddress.until).desc())
    )
    return [Place(row.kind, addresses.opened(row), row.since, row.until) for row in rows]
