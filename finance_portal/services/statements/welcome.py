"""The letter that a new contract begins with: what is due first, when, and how to pay (R18.3)."""

from collections.abc import Iterable
from datetime import date

from finance_portal.domain.cents import dollars
from finance_portal.models.documents import DocumentKind
from finance_portal.services.contracts import File
from finance_portal.services.documents import Paper
from finance_portal.services.statements.words import long_date
from finance_portal.settings import settings

TEMPLATE = "letter-1"
SHORTEST_MONTH = 28
TITLE = "Welcome: your first payment"


def paper_of(file: File, names: Iterable[str], today: date) -> Paper | None:
    """Return the letter; None for a contract whose first payment was due, or was made, before."""
    contract = file.contract
    first = file.position(max(today, contract.serviced_from)).next_installment
    if first is None or first.number != 1 or first.due_on < today or first.paid:
        return None
    brand = settings.brand
    return Paper(
        key=f"welcome:{contract.id}",
        contract_id=contract.id or 0,
        kind=DocumentKind.NOTICE,
        title=TITLE,
        dated_on=today,
        template=TEMPLATE,
        content={
            "to": list(names),
            "facts": [
                ["Contract", f"••{contract.number_end}"],
                ["Vehicle", contract.vehicle],
                ["VIN", contract.vin],
                ["First payment", dollars(first.remaining)],
                ["Due", long_date(first.due_on)],
                ["Then", _monthly(contract.due_day)],
            ],
            "words": [
                f"Thank you for choosing {brand.legal_entity}. Your contract has begun.",
                (
                    f"The first payment of {dollars(first.remaining)} is due on"
                    f" {long_date(first.due_on)}. A statement comes about three weeks before each"
                    " payment."
                ),
                (
                    f"Pay at {settings.public_origin}: from a bank account it is free, once or by"
                    " autopay. Or ask there for payment coupons and mail checks."
                ),
                (
                    f"Is something here not as you agreed to? Call us at {brand.support_phone}"
                    f" ({brand.support_hours}), or write to {brand.support_email}."
                ),
            ],
        },
    )


def _monthly(due_day: int) -> str:
    """Return when payments fall due; not every month has as many days (R5.1)."""
    last = ", or on its last day" if due_day > SHORTEST_MONTH else ""
    return f"Each month on day {due_day}{last}"
