"""README.txt: what a bundle holds, and what can be done with it, in its owner's language."""

from datetime import datetime

from sqlmodel import Session

from finance_portal.language import long_day, say, speaking
from finance_portal.models.people import Borrower
from finance_portal.settings import settings


def read_me(session: Session, borrower_id: int, now: datetime) -> bytes:
    """Return the text, for the one person whom the bundle is for."""
    borrower = session.get_one(Borrower, borrower_id)
    with speaking(borrower.language):
        lines = [
            say("Everything that {lender} keeps about you", lender=settings.brand.legal_entity),
            say("Made for {name} on {day}.", name=borrower.name, day=long_day(now.date())),
            "",
            say("account.json: every contract, payment, request and message, complete."),
            say("csv/: the same as tables, for a spreadsheet. Amounts are in dollars."),
            say("ofx/: a statement for each contract, for programs that keep your books."),
            say("documents/: every paper that you can read on the portal, as a PDF."),
            say("sign-in.json: when and from where you signed in."),
            say("schema.json: what each field of account.json means, for programs."),
            say("manifest.json: the fingerprint (SHA-256) of each file; manifest.seal: our seal."),
            "",
            say("Accounts and cards show their last four digits only, as on the portal."),
            say("To check that a bundle is ours and unchanged: {address}", address=_check()),
            say("Whoever has this file knows your accounts. Keep it where only you can read it."),
        ]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _check() -> str:
    return f"{settings.public_origin}/check-a-document"
