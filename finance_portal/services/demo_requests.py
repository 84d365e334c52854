"""What a borrower of the demo has asked for, so that there is something to follow."""

from datetime import datetime

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.models.people import Borrower
from finance_portal.services.asking import ask
from finance_portal.services.client import SYSTEM
from finance_portal.services.contracts import contracts_of
from finance_portal.services.logins import login_of
from finance_portal.services.requests import new_form_token
from finance_portal.services.security.desk import Act
from finance_portal.services.sessions import SignedIn

BORROWER = "P-1007"  # her loan is paid off
QUESTION = {
    "question": "I moved from Texas to Ohio last month. Do I need the paper title to register the"
    " car there, and can you tell me when it will be sent?"
}


def ask_in_demo(db: Database, *, now: datetime, signed_up_at: datetime) -> None:
    """Ask about a title, as its borrower would. Another portfolio is left as it is."""
    with db.read() as session:
        found = select(Borrower).where(col(Borrower.external_id) == BORROWER)
        person = session.exec(found).one_or_none()
        login = login_of(session, person.id) if person else None
        owned = contracts_of(session, person.id or 0) if person else []
    if person is None or login is None or not owned:
        return
    who = SignedIn(
        borrower_id=person.id or 0,
        login_id=login.id or 0,
        session_id="demo",
        name=person.name,
        method="password",
        signed_in_at=signed_up_at,
    )
    ask.ask(
        db,
        Act(who, SYSTEM, signed_up_at),
        contract_ref=owned[0].ref,
        form_token=new_form_token(),
        kind="title_question",
        typed=QUESTION,
        now=now,
    )
