"""What stops with a flag: debits, promises, the login of somebody who has died (1.22)."""

from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.language import sentence
from finance_portal.models.autopay import Autopay
from finance_portal.models.closing import AccountFlag
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment
from finance_portal.models.people import Borrower
from finance_portal.models.requests import OPEN, ServiceRequest
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import Login, PortalSession
from finance_portal.services import requests, returns
from finance_portal.services.autopay import stopping
from finance_portal.services.autopay.plans import ON
from finance_portal.services.logins import login_of
from finance_portal.services.sessions import live_sessions

STOPPED = sentence("Nothing is debited from this contract for now. Please call us.")
NOT_NEEDED = sentence(
    "Nothing is asked for on this contract for now, so your promise does not bind you."
)
GONE = sentence("We were told that the person who set this up has died.")
CLOSED = "deceased"
_WAITING = col(ScheduledPayment.status) == "waiting"


def stop_debits(session: Session, contract: Contract, now: datetime) -> None:
    """Let autopay rest, cancel what is ordered for later days, try nothing again."""
    of_contract = col(Autopay.contract_id) == contract.id
    for row in session.exec(select(Autopay).where(of_contract, col(Autopay.status).in_(ON))):
        stopping.pause(session, row, why=STOPPED, now=now)
    mine = col(ScheduledPayment.contract_id) == contract.id
    for order in session.exec(select(ScheduledPayment).where(mine, _WAITING)):
        _cancel(order, STOPPED, now)
    again = select(Payment).where(
        col(Payment.contract_id) == contract.id, col(Payment.retry_on).is_not(None)
    )
    for payment in session.exec(again):
        returns.stop_retry(session, payment, now)


def free_of_promises(session: Session, contract: Contract, now: datetime) -> None:
    """Take back what was promised to be paid: nobody may be reminded of it (1.22)."""
    promised = select(ServiceRequest).where(
        col(ServiceRequest.contract_id) == contract.id,
        col(ServiceRequest.kind) == "promise",
        col(ServiceRequest.status).in_(OPEN),
    )
    for request in session.exec(promised):
        requests.step(session, request, "withdrawn", NOT_NEEDED, now, tells=False)


def close_login(session: Session, borrower: Borrower, now: datetime) -> None:
    """Close the login of somebody who has died, and end what they had set up (R1.22)."""
    mine = col(Autopay.borrower_id) == borrower.id
    for row in session.exec(select(Autopay).where(mine, col(Autopay.status).in_(ON))):
        stopping.end(session, row, reason=CLOSED, why=GONE, now=now)
    ordered = col(ScheduledPayment.borrower_id) == borrower.id
    for order in session.exec(select(ScheduledPayment).where(ordered, _WAITING)):
        _cancel(order, GONE, now)
    if (login := login_of(session, borrower.id)) is None:
        return
    login.disabled_at = login.disabled_at or now
    theirs = col(PortalSession.login_id) == login.id
    live_sessions().end_within(session, theirs, why=CLOSED, now=now)


def close_logins_of_the_deceased(session: Session, now: datetime) -> int:
    """Close the login of everybody whose death was noted, as by boarding. Return how many."""
    died = select(AccountFlag.borrower_id).where(
        col(AccountFlag.kind) == "deceased", col(AccountFlag.ends_on).is_(None)
    )
    open_ones = (
        select(Borrower)
        .join(Login, col(Login.borrower_id) == Borrower.id)
        .where(col(Login.disabled_at).is_(None), col(Borrower.id).in_(died))
    )
    found = session.exec(open_ones).all()
    for borrower in found:
        close_login(session, borrower, now)
    return len(found)


def _cancel(order: ScheduledPayment, why: str, now: datetime) -> None:
    order.status, order.why, order.changed_at = "canceled", why, now
