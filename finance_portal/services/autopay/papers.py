"""The authorization to keep: a sealed document when it is signed, another when it has ended."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents import authorization
from finance_portal.documents.authorization import Signed
from finance_portal.language import say
from finance_portal.models.autopay import PaymentAuthorization
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.services import documents
from finance_portal.services.documents import File, Paper
from finance_portal.services.spoken_to import speaking_to
from finance_portal.settings import settings


def issue(session: Session, signed: PaymentAuthorization, now: datetime) -> Document:
    """Issue what was signed, for whoever signed it alone; once, however often it is asked for.

    When it has ended, another document says so and takes the place of the first.
    """
    with speaking_to(session, signed.borrower_id):
        given = documents.issue(session, _paper(signed, None, None), now)
        if signed.ended_at is None:
            return given
        return documents.issue(session, _paper(signed, signed.ended_at, given.id), now)


def authorization_paper(db: Database, *, borrower_id: int, ref: str, now: datetime) -> File | None:
    """Return an authorization to whoever signed it, sealed; None for anybody else."""
    with db.begin() as session:
        signed = session.exec(
            select(PaymentAuthorization).where(
                col(PaymentAuthorization.ref) == ref,
                col(PaymentAuthorization.borrower_id) == borrower_id,
            )
        ).one_or_none()
        if signed is None:
            return None
        row = issue(session, signed, now)
    return documents.handed_out(db, row, borrower_id=borrower_id, now=now)


def _paper(
    signed: PaymentAuthorization, ended_at: datetime | None, corrects_id: int | None
) -> Paper:
    dated = (ended_at or signed.signed_at).astimezone(ZoneInfo(settings.time_zone)).date()
    return Paper(
        key=f"authorization:{signed.ref}{':ended' if ended_at else ''}",
        contract_id=signed.contract_id,
        borrower_id=signed.borrower_id,
        kind=DocumentKind.AUTHORIZATION,
        title=say(authorization.TITLE),
        dated_on=dated,
        template=authorization.TEMPLATE,
        content=authorization.content_of(
            Signed(
                words=tuple(signed.words.splitlines()),
                name=signed.signed_name,
                at=signed.signed_at,
                ip=signed.ip,
                version=signed.version,
                ref=signed.ref,
                ended_at=ended_at,
            )
        ),
        corrects_id=corrects_id,
    )
