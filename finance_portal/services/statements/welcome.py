"""The letter that a new contract begins with: what is due first, when, and how to pay (R18.3)."""

from collections.abc import Sequence
from datetime import date

from finance_portal.domain.cents import dollars
from finance_portal.domain.installments import InstallmentStatus
from finance_portal.language import long_day, say, sentence, speaking
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import DocumentKind
from finance_portal.services.contracts import File
from finance_portal.services.documents import Paper
from finance_portal.services.obligors import Bound, addressed
from finance_portal.settings import settings

TEMPLATE = "letter-1"
SHORTEST_MONTH = 28
TITLE = sentence("Welcome: your first payment")


def paper_of(file: File, bound: Sequence[Bound], today: date) -> Paper | None:
    """Return the letter; None for a contract whose first payment was due, or was made, before."""
    contract = file.contract
    first = file.position(max(today, contract.serviced_from)).next_installment
    if first is None or first.number != 1 or first.due_on < today or first.paid:
        return None
    with speaking(bound[0].language):
        return _paper(contract, first, addressed(bound), today)


def _paper(
    contract: Contract, first: InstallmentStatus, names: Sequence[str], today: date
) -> Paper:
    brand = settings.brand
    return Paper(
        key=f"welcome:{contract.id}",
        contract_id=contract.id or 0,
        kind=DocumentKind.NOTICE,
        title=say(TITLE),
        dated_on=today,
        template=TEMPLATE,
        content={
            "to": list(names),
            "facts": [
                [say("Contract"), f"••{contract.number_end}"],
                [say("Vehicle"), contract.vehicle],
                [say("VIN"), contract.vin],
                [say("First payment"), dollars(first.remaining)],
                [say("Due"), long_day(first.due_on)],
                [say("Then"), _monthly(contract.due_day)],
            ],
            "words": [
                say(
                    "Thank you for choosing {lender}. Your contract has begun.",
                    lender=brand.legal_entity,
                ),
                say(
                    "The first payment of {remaining} is due on {due_on}. A statement "
                    "comes about three weeks before each payment.",
                    remaining=dollars(first.remaining),
                    due_on=long_day(first.due_on),
                ),
                say(
                    "Pay at {public_origin}: from a bank account it is free, once or by "
                    "autopay. Or ask there for payment coupons and mail checks.",
                    public_origin=settings.public_origin,
                ),
                say(
                    "Is something here not as you agreed to? Call us at {phone} "
                    "({hours}), or write to {email}.",
                    phone=brand.support_phone,
                    hours=say(brand.support_hours),
                    email=brand.support_email,
                ),
            ],
        },
    )


def _monthly(due_day: int) -> str:
    """Return when payments fall due; not every month has as many days (R5.1)."""
    if due_day > SHORTEST_MONTH:
        return say("Each month on day {day}, or on its last day", day=due_day)
    return say("Each month on day {day}", day=due_day)
