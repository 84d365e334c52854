"""People who agreed to texts at a number."""

from finance_portal.models.notices import TextConsent
from tests.services.known import HOME, NOON

PHONE = "+12025550123"


def agree(db, borrower_id, phone=PHONE, *, at=NOON):
    """Agree to texts at a number, as the page and its code would have it."""
    with db.begin() as session:
        session.add(
            TextConsent(
                borrower_id=borrower_id,
                phone=phone,
                version="2026-11",
                words="I agree.",
                language="en",
                given_at=at,
                given_by="page",
                ip=HOME.ip,
                user_agent=HOME.user_agent,
            )
        )
