"""Payment coupons: for whoever mails checks, a reference that machines can read for each payment.

The reference is a creditor reference of ISO 11649: two check digits, then the contract's row and
the installment. It opens nothing and names no account.
"""

from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

import segno
from sqlmodel import Session
from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from finance_portal.db import Database
from finance_portal.domain.cents import dollars
from finance_portal.domain.installments import InstallmentStatus
from finance_portal.language import (
    long_day,
    say,
)
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.services import documents, flags
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.documents import Paper
from finance_portal.settings import settings

TEMPLATE = "coupons-1"
MOST = 12
CONTRACT_DIGITS, INSTALLMENT_DIGITS = 10, 3


class CouponsRefused(Exception):
    """There is nothing to make coupons for; the message is fit for the borrower."""


class Referred(NamedTuple):
    """What a coupon's reference means."""

    contract_id: int
    installment: int


def make_coupons(db: Database, *, borrower_id: int, contract_ref: str, now: datetime) -> str:
    """Make the coupons of the next payments and return the document's ref.

    As long as nothing changes on the contract, a day's coupons are made once. Raises
    ContractNotFound, and CouponsRefused where nothing is left to pay, or a hold is on it (1.22).
    """
    with db.begin() as session:
        contract = contract_of(session, borrower_id, contract_ref)
        paper = _paper(session, file_of(session, contract), now.date())
        issued: Document = documents.issue(session, paper, now)
        return issued.ref


def reference(contract_id: int, installment: int) -> str:
    """Return the reference of one payment, without spaces."""
    body = f"{contract_id:0{CONTRACT_DIGITS}d}{installment:0{INSTALLMENT_DIGITS}d}"
    return f"RF{mod_97_10.calc_check_digits(f'{body}RF')}{body}"


def referred(text: str) -> Referred | None:
    """Read a reference as it was typed or scanned; None for what is none of ours."""
    if not iso11649.is_valid(text):
        return None
    body = iso11649.compact(text)[4:]
    if len(body) != CONTRACT_DIGITS + INSTALLMENT_DIGITS or not body.isdigit():
        return None
    return Referred(int(body[:CONTRACT_DIGITS]), int(body[CONTRACT_DIGITS:]))


def _paper(session: Session, file: File, today: date) -> Paper:
    contract = file.contract
    restricted = flags.restrictions(session, contract.id or 0, today)
    if restricted.no_reminders:
        raise CouponsRefused(f"{restricted.words} {restricted.contact}")
    due = list(islice(file.position(today).open_installments, MOST))
    if not due:
        raise CouponsRefused(say("Nothing is left to pay, so there are no coupons to make."))
    contract_id = contract.id or 0
    return Paper(
        key=f"coupons:{contract_id}:{today}:{contract.version}",
        contract_id=contract_id,
        kind=DocumentKind.COUPONS,
        title=say("Payment coupons"),
        dated_on=today,
        period_from=due[0].due_on,
        period_to=due[-1].due_on,
        template=TEMPLATE,
        content={
            "words": _words(),
            "mail": [settings.brand.legal_entity, say("Payments"), settings.brand.address],
            "coupons": [_coupon(file, each) for each in due],
        },
    )


def _words() -> list[str]:
    return [
        say(
            "Send one coupon with each check, and write its reference on the check. The "
            "square holds the same reference for machines."
        ),
        say(
            "A check counts from the day it arrives. Paying in the portal from a bank "
            "account is free and counts at once."
        ),
        say(
            "These are the amounts as they stand today. What you have paid since, and "
            "charges added later, are not in them: the portal always shows what is due."
        ),
    ]


def _coupon(file: File, due: InstallmentStatus) -> dict[str, object]:
    ref = reference(file.contract.id or 0, due.number)
    day = long_day(due.due_on)
    return {
        "due": day,
        "amount": dollars(due.remaining),
        "reference": iso11649.format(ref),
        "facts": [
            [say("Amount"), dollars(due.remaining)],
            [say("Contract"), file.contract.number_masked],
            [say("Vehicle"), file.contract.vehicle],
        ],
        "alt": say("QR code of the reference {ref}", ref=ref),
        "svg": segno.make(ref, error="m", micro=False).svg_inline(border=4, omitsize=True),
    }
