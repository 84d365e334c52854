"""The final invoice of a lease as a paper: what is owed, and how to object to it."""

from collections.abc import Iterable

from finance_portal.documents.lease_words import long
from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import DocumentKind
from finance_portal.models.lease_end import LeaseInvoice
from finance_portal.services.documents import Paper

APPEAL = sentence(
    "If you do not agree with a line, tell us why by {day} on the lease end page or in a "
    "letter. We answer in writing."
)
APPRAISAL = sentence(
    "If the invoice rests on the vehicle's value, you may have it appraised at your own "
    "expense by an independent third party that you and we agree on. That appraisal "
    "binds both of us."
)


def paper_of(
    contract: Contract, invoice: LeaseInvoice, lines: Iterable[tuple[str, Cents]]
) -> Paper:
    """Return the invoice as a document, line by line."""
    return Paper(
        key=f"lease-invoice:{contract.id}",
        contract_id=contract.id or 0,
        kind=DocumentKind.LEASE_INVOICE,
        title=say("Final lease invoice"),
        dated_on=invoice.issued_on,
        template="letter-1",
        content={
            "facts": [
                [say("Vehicle"), contract.vehicle],
                [say("Contract"), contract.number_masked],
                [say("VIN"), contract.vin],
                [say("Returned"), long(invoice.returned_on)],
                [say("Odometer"), say("{odometer} miles", odometer=f"{invoice.odometer:,}")],
                [say("Issued"), long(invoice.issued_on)],
            ],
            "figures_title": say("What is owed"),
            "figures": [
                *([words, dollars(amount)] for words, amount in lines),
                [say("Total"), dollars(invoice.total_cents), "total"],
            ],
            "after": [
                say(APPEAL, day=long(invoice.dispute_by)),
                say(APPRAISAL),
            ],
        },
    )
