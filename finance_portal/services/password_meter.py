"""What the meter says of a password for somebody in particular: what the gate would say."""

from dataclasses import dataclass

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.services import factors, password_gate
from finance_portal.services.password_gate import Advice
from finance_portal.services.password_words import words_of
from finance_portal.services.proofs import Proof
from finance_portal.services.vault import Vault

BESIDE = {Proof.AUTHENTICATOR, Proof.PASSKEY}  # with one of these a password may be shorter


@dataclass(frozen=True)
class Chooser:
    """Who chooses a password: a login, a borrower who has none yet, or anybody at all."""

    login_id: int | None = None
    borrower_id: int | None = None


def advise(
    db: Database, vault: Vault, *, chooser: Chooser, user_name: str, password: str
) -> Advice:
    """Return what to show of a password while it is typed, beside the user name in the form."""
    with db.read() as session:
        words, has_strong_factor = _known(session, vault, chooser)
    return password_gate.advice(
        password, words=[user_name, *words], has_strong_factor=has_strong_factor
    )


def _known(session: Session, vault: Vault, chooser: Chooser) -> tuple[list[str], bool]:
    login = session.get(Login, chooser.login_id) if chooser.login_id else None
    borrower_id = login.borrower_id if login else chooser.borrower_id
    if (borrower := session.get(Borrower, borrower_id) if borrower_id else None) is None:
        return [], False
    words = words_of(session, vault, borrower, login.user_name if login else "")
    return words, login is not None and not BESIDE.isdisjoint(factors.methods_of(session, login))
