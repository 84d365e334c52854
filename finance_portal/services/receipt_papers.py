"""A receipt to keep: what a payment was on that day, as a sealed document."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.cents import dollars
from finance_portal.domain.payment_status import NO_MONEY_MOVED, WORDS, PaymentStatus
from finance_portal.domain.rights import Right
from finance_portal.language import (
    long_day,
    moment,
    say,
    sentence,
)
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.notices.payment_news import reason_in_words
from finance_portal.services import documents, ledger
from finance_portal.services.documents import File, Paper
from finance_portal.services.receipts import Receipt, ReceiptNotFound, receipt
from finance_portal.settings import settings

TEMPLATE = "receipt-1"
ARRIVED = frozenset({PaymentStatus.SETTLED, PaymentStatus.REINSTATED})
MADE = {
    "autopay": sentence("By autopay"),
    "scheduled": sentence("As scheduled"),
    "retry": sentence("A second try"),
    "guest": sentence("As a guest"),
}


LEFT = {
    (False, True): sentence("Principal balance after it: {amount}"),
    (False, False): sentence("Principal balance after it, once it has settled: {amount}"),
    (True, True): sentence("Left to pay after it: {amount}"),
    (True, False): sentence("Left to pay after it, once it has settled: {amount}"),
}
"""What is left, by whether it is a lease and whether the money has arrived."""


def receipt_paper(db: Database, *, borrower_id: int, ref: str, now: datetime) -> File:
    """Return the receipt of a payment as it stands now, sealed. Raises ReceiptNotFound.

    Asked for again, it is the same document until it would say something else; then a new one
    takes its place, and the old one stays. `now` is the lender's time.
    """
    found = receipt(db, borrower_id=borrower_id, ref=ref, today=now.date())
    if not found.is_mine and not found.access.allows(Right.DOCUMENTS):
        raise ReceiptNotFound(say("This is not among what you may read."))
    with db.read() as session:
        row = _standing(_earlier(session, found, borrower_id), content_of(found))
    if row is None:
        row = _issued(db, found, borrower_id, now)
    return documents.handed_out(db, row, borrower_id=borrower_id, now=now)


def _issued(db: Database, found: Receipt, borrower_id: int, now: datetime) -> Document:
    """Issue the next receipt of a payment, unless somebody just has."""
    with db.begin() as session:
        contract_id = _contract_id(session, found)
        ledger.locked(session, contract_id)
        earlier, content = _earlier(session, found, borrower_id), content_of(found)
        if row := _standing(earlier, content):
            return row
        paper = _paper(found, content, contract_id, borrower_id, earlier, now)
        return documents.issue(session, paper, now)


def _standing(earlier: list[Document], content: Mapping[str, Any]) -> Document | None:
    """Return the latest receipt while it still says all there is to say."""
    return earlier[-1] if earlier and _words(earlier[-1]) == content else None


def _paper(
    found: Receipt,
    content: Mapping[str, Any],
    contract_id: int,
    borrower_id: int,
    earlier: list[Document],
    now: datetime,
) -> Paper:
    return Paper(
        key=f"{_about(found.ref, borrower_id)}{len(earlier) + 1}",
        contract_id=contract_id,
        borrower_id=borrower_id,  # whoever else is bound does not see the account (A63)
        kind=DocumentKind.RECEIPT,
        title=f"{title_of(found.status)} {found.ref}",
        dated_on=now.date(),
        template=TEMPLATE,
        content=content,
        corrects_id=earlier[-1].id if earlier else None,
    )


def _earlier(session: Session, found: Receipt, borrower_id: int) -> list[Document]:
    """Return what was issued to a borrower about a payment before, in order."""
    about = col(Document.key).startswith(_about(found.ref, borrower_id), autoescape=True)
    return list(
        session.exec(
            select(Document)
            .where(col(Document.contract_id) == _contract_id(session, found), about)
            .order_by(col(Document.id))
        )
    )


def _contract_id(session: Session, found: Receipt) -> int:
    named = select(Contract.id).where(col(Contract.ref) == found.contract_ref)
    return session.exec(named).one() or 0


def _about(ref: str, borrower_id: int) -> str:
    return f"receipt:{ref}:{borrower_id}:"


def _words(row: Document) -> dict[str, Any]:
    """Return what a document says, without who writes: a new telephone is no new receipt."""
    said: dict[str, Any] = json.loads(row.content or "{}")
    return {name: value for name, value in said.items() if name not in {"from", "language"}}


def content_of(found: Receipt) -> dict[str, Any]:
    """Return what the receipt says, as texts. It names no day but those of the payment."""
    return {
        "amount": dollars(found.amount + found.card_fee),
        "status": say("Being checked") if found.is_being_checked else say(WORDS[found.status]),
        "words": [
            words for words in (_meaning(found), *_afterwards(found), *_rehearsed()) if words
        ],
        "facts": _facts(found),
        "figures_title": say("Where it went")
        if found.status in ARRIVED
        else say("Where it will go"),
        "figures": _figures(found),
        "after": _balance(found),
        "authorization": found.authorization,
    }


def title_of(status: PaymentStatus) -> str:
    """Return what the paper may be called: only money that has arrived has a receipt."""
    return say("Receipt for payment") if status in ARRIVED else say("Record of payment")


def _meaning(found: Receipt) -> str:
    if found.is_being_checked:
        return say("A person is looking at this payment.")
    match found.status:
        case PaymentStatus.SETTLED | PaymentStatus.REINSTATED:
            return say("The money has arrived and is posted to the contract.")
        case PaymentStatus.PROCESSING:
            return say(
                "The bank has been asked for it. It should settle by {day}.",
                day=_day(found.expected_on),
            )
        case PaymentStatus.RETURNED:
            return say(
                "The money went back: {reason}. It does not count as paid.", reason=_why(found)
            )
        case status if status in NO_MONEY_MOVED:
            return (
                say("No money moved: {reason}.", reason=_why(found))
                if found.failure_code
                else say("No money moved.")
            )
        case _:
            return say("It is being handed to the bank. This is not yet a confirmation.")


def _why(found: Receipt) -> str:
    return say(reason_in_words(found.failure_code, is_card=found.method_kind == "card"))


def _afterwards(found: Receipt) -> list[str]:
    fee, back = found.returned_fee, found.refunded
    return [
        say("The contract has a fee for this: {fee}.", fee=dollars(fee)) if fee else "",
        say("{back} of it was refunded.", back=dollars(back)) if back else "",
    ]


def _rehearsed() -> list[str]:
    """Say on the paper, too, that a sandbox moves no money."""
    return [say("SANDBOX: no money moved.")] if settings.processor == "sandbox" else []


def _facts(found: Receipt) -> list[list[str]]:
    at = say("{moment} Eastern", moment=moment(found.submitted_at, EASTERN))
    return [
        [say("Confirmation number"), found.ref],
        [say("Contract"), f"{found.vehicle} {found.number_masked}"],
        [say("From"), found.method],
        [say("Submitted"), at],
        [say("Counts as paid on"), _day(found.effective_on)],
        *([[say("Made"), say(MADE[found.origin])]] if found.origin in MADE else []),
        *([[say("Paid by"), found.made_by]] if found.made_by else []),
        *([[say("Card fee in it"), dollars(found.card_fee)]] if found.card_fee else []),
    ]


def _figures(found: Receipt) -> list[list[str]]:
    """Return where the cents went; the lines add up to the total."""
    if found.split is None:
        return []
    split = found.split
    held = say("Kept for the next payment") if split.held > 0 else say("Kept before, used now")
    parts = [
        (say("Interest"), split.interest),
        (say("Lease payment") if found.is_lease else say("Principal"), split.principal),
        (say("Charges and fees"), split.fees),
        (held, split.held),
        (say("More than was owed"), split.credit),
        (say("Card fee"), found.card_fee),
    ]
    lines = [[words, dollars(amount)] for words, amount in parts if amount]
    total = sum(amount for _, amount in parts)
    return [*lines, [say("Payment"), dollars(total), "total"]]


def _balance(found: Receipt) -> list[str]:
    if found.split is None:
        return []
    words = LEFT[found.is_lease, found.status in ARRIVED]
    return [say(words, amount=dollars(found.split.principal_after))]


def _day(day: date) -> str:
    return long_day(day)
