"""What the demo's borrowers were told before it began: some of it read, the last unread."""

from datetime import datetime, time

from sqlalchemy import func, or_, update
from sqlmodel import Session, col, select

from finance_portal.domain.calendar import EASTERN
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.models.messages import Message
from finance_portal.models.notices import Notice
from finance_portal.models.people import Obligor
from finance_portal.models.security import Login
from finance_portal.notices import statements, ways_in
from finance_portal.services import deliveries
from finance_portal.services.client import Client

AT_HOME = Client("203.0.113.7", "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0")
MORNING = time(9)


def tell_before(session: Session, login: Login, now: datetime) -> None:
    """Tell of the sign-in and of the last two statements; the last one is still unread."""
    session.flush()
    words = ways_in.registered(login.user_name, client=AT_HOME, at=now)
    deliveries.tell(session, login, words, kind="registered", now=now)
    for document, contract in reversed(_last_statements(session, login.borrower_id)):
        words = statements.statement_ready(
            stated_on=document.dated_on,
            vehicle=contract.vehicle,
            ref=contract.ref,
        )
        at = datetime.combine(document.dated_on, MORNING, EASTERN)
        deliveries.tell(session, login, words, kind="statement_ready", now=at)
    _read_all_but_the_last(session, login.borrower_id, now)
    _leave_the_outbox_as_it_is(session, login)


def _last_statements(session: Session, borrower_id: int) -> list[tuple[Document, Contract]]:
    rows = session.exec(
        select(Document, Contract)
        .join(Contract, col(Contract.id) == Document.contract_id)
        .join(Obligor, col(Obligor.contract_id) == Contract.id)
        .where(
            col(Obligor.borrower_id) == borrower_id,
            col(Document.kind) == DocumentKind.STATEMENT,
            or_(col(Document.borrower_id).is_(None), col(Document.borrower_id) == borrower_id),
        )
        .order_by(col(Document.dated_on).desc(), col(Document.id).desc())
        .limit(2)
    )
    return [(document, contract) for document, contract in rows]


def _read_all_but_the_last(session: Session, borrower_id: int, now: datetime) -> None:
    mine = col(Notice.borrower_id) == borrower_id
    last = select(func.max(col(Notice.id))).where(mine).scalar_subquery()
    session.connection().execute(
        update(Notice).where(mine, col(Notice.id) < last).values(read_at=now)
    )


def _leave_the_outbox_as_it_is(session: Session, login: Login) -> None:
    """Have these messages as sent: they arrived before the demo began."""
    sent = {"sent_at": Message.written_at, "words_sealed": None, "tries": 1}
    session.connection().execute(
        update(Message).where(col(Message.login_id) == login.id).values(sent)
    )
