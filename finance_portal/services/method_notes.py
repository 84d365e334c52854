"""What is written down of a change to a method, and what its owner is told of it (I16, X6)."""

from datetime import datetime

from sqlmodel import Session

from finance_portal.models.payments import PaymentMethod
from finance_portal.notices import methods as notices
from finance_portal.services import audit, deliveries
from finance_portal.services.client import Client
from finance_portal.services.logins import login_id_of, login_of
from finance_portal.services.payment_methods import label_for
from finance_portal.services.undo_links import live_undo_links

TOLD = {
    "method_added": notices.method_added,
    "method_removed": notices.method_removed,
    "method_ended": notices.method_ended,
}


def note(
    session: Session, kind: str, method: PaymentMethod, now: datetime, client: Client | None = None
) -> None:
    """Write a line into the audit trail; it names the method by its ref and nothing else."""
    audit.record(
        session,
        kind=kind,
        at=now,
        client=client,
        login_id=login_id_of(session, method.borrower_id),
        subject=method.ref,
    )


def tell_owner(session: Session, kind: str, method: PaymentMethod, now: datetime) -> None:
    """Tell every contact of whoever owns a method, once for each method and kind."""
    login = login_of(session, method.borrower_id)
    if login is None or login.id is None:
        return
    about = kind.replace("_", ":")
    link = live_undo_links().make(session, login_id=login.id, about=about, now=now)
    words = TOLD[kind](label_for(method, method.borrower_id), at=now, not_me=link)
    deliveries.tell(session, login, words, kind=kind, now=now, key=f"{kind}:{method.ref}")
