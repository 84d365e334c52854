"""Find a borrower's contract, and never anyone else's; and say where it stands."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from finance_portal.domain import lease_end
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.events import Event, Intent, LeaseEnded, Payment
from finance_portal.domain.payment_status import UNDER_WAY, PaymentStatus
from finance_portal.domain.position import Position
from finance_portal.domain.postings import Account
from finance_portal.domain.replay import replay
from finance_portal.domain.rights import Asked, Right
from finance_portal.language import say
from finance_portal.models import payments
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Obligor
from finance_portal.services import journal, ledger
from finance_portal.services.access import given
from finance_portal.services.terms import Terms, terms_of
from finance_portal.services.vault import Vault

ON_ITS_WAY = (*UNDER_WAY, PaymentStatus.PROCESSING)


class ContractNotFound(Exception):
    """There is no such contract, or it is somebody else's: the caller cannot tell which."""


class BooksDisagree(Exception):
    """A defect: the postings of a contract do not sum to what the replay says."""


@dataclass(frozen=True)
class KeptNumber:
    """What the columns of a contract hold of its number."""

    sealed: str
    index: str
    end: str


@dataclass(frozen=True)
class File:
    """A contract with everything that its figures are worked out from."""

    contract: Contract
    terms: Terms
    events: list[Event]
    on_their_way: list[payments.Payment]

    def position(self, today: date) -> Position:
        """Return where the contract stands, from what is posted.

        A payment that was made after the cut-off counts from the next banking day; once it is
        posted the contract is shown as of that day.
        """
        return replay(self.terms.billing, self.events, self.day(today))

    def day(self, today: date) -> date:
        """Return the day as of which the contract is shown."""
        return max([today, *(event.effective_on for event in self.events)])

    def foreseen(self) -> list[Event]:
        """Return the events, with the payments on their way as if they had been posted."""
        found = list(self.events)
        for payment in self.on_their_way:
            if ended := self.bought_with(payment, found):
                found.append(ended)
            found.append(
                Payment(
                    effective_on=payment.effective_on,
                    sequence=self.contract.version + len(found) + 1,
                    id=payment.ref,
                    amount=payment.amount_cents,
                    intent=Intent(payment.intent),
                    principal_only=payment.principal_only_cents,
                )
            )
        return found

    def bought_with(self, payment: payments.Payment, known: list[Event]) -> LeaseEnded | None:
        """Return the end of a lease whose vehicle a payment buys; None for any other payment."""
        if payment.intent != Intent.BUYOUT:
            return None
        return self.bought(known, payment.effective_on, payment.ref)

    def bought(self, known: list[Event], on: date, payment_ref: str) -> LeaseEnded | None:
        """Return the end of a lease if its vehicle is bought on a day; None if it cannot be."""
        if self.terms.lease is None or lease_end.ending_of(known):
            return None
        return lease_end.bought(
            self.terms.lease,
            replay(self.terms.billing, known, on),
            payment_id=payment_ref,
            sequence=self.contract.version + len(known) + 1,
        )

    @property
    def in_flight(self) -> Cents:
        """Return the sum of the payments on their way."""
        return sum(payment.amount_cents for payment in self.on_their_way)

    @property
    def is_submitting(self) -> bool:
        """Tell whether a payment is being submitted right now: another one has to wait."""
        return any(payment.status in UNDER_WAY for payment in self.on_their_way)

    def basis(self, today: date) -> str:
        """Return what changes whenever a figure may: the events, what is on its way, the day."""
        way = ".".join(str(payment.id) for payment in self.on_their_way)
        return f"{self.contract.version}-{way}-{today.isoformat()}"


def contract_of(
    session: Session, borrower_id: int, ref: str, asked: Asked | None = None
) -> Contract:
    """Return a contract by its public name. Raises ContractNotFound if it is not theirs.

    Theirs is what binds them; with `asked` also what they were given that right to.
    """
    mine = _bound(borrower_id) if asked is None else _open_to(borrower_id, asked)
    contract = session.exec(mine.where(col(Contract.ref) == ref)).one_or_none()
    if contract is None:
        raise ContractNotFound(say("We cannot find this contract."))
    return contract


def card_fee(contract: Contract, method_kind: str) -> Cents:
    """Return what the contract adds to a payment that is made like that (R17.1, case 61)."""
    return contract.card_fee_cents if method_kind == "card" else ZERO


def by_number(session: Session, vault: Vault, number: str) -> Contract | None:
    """Return the contract of an account number, whoever is bound by it; only proofing asks (R1)."""
    indexes = number_indexes(vault, number)
    return session.exec(select(Contract).where(col(Contract.number_index).in_(indexes))).first()


def by_name(session: Session, vault: Vault, name: str) -> Contract | None:
    """Return a contract by its account number or its ref; only who works at the lender asks."""
    by_ref = session.exec(select(Contract).where(col(Contract.ref) == name)).one_or_none()
    return by_ref or by_number(session, vault, name)


def number_of(vault: Vault, contract: Contract) -> str:
    """Return the whole account number: to be shown after a step-up only (K4)."""
    return vault.open(contract.number_sealed, **_number(contract.ref))


def keep_number(vault: Vault, number: str, ref: str) -> KeptNumber:
    """Return what is stored of an account number."""
    sealed = vault.seal(number, **_number(ref))
    return KeptNumber(sealed, number_index(vault, number), end=number[-4:])


def number_index(vault: Vault, number: str) -> str:
    """Return what a contract's number is found by."""
    return vault.index(_canonical(number), what="contract number")


def number_indexes(vault: Vault, number: str) -> list[str]:
    """Return what a contract's number may be found by while the keys are being changed."""
    return vault.indexes(_canonical(number), what="contract number")


def contracts_of(session: Session, borrower_id: int) -> list[Contract]:
    """Return every contract that a borrower is bound by, the oldest first."""
    return list(session.exec(_bound(borrower_id).order_by(col(Contract.id))))


def contracts_seen_by(session: Session, borrower_id: int, today: date) -> list[Contract]:
    """Return what binds a person, the oldest first, then what they were given a look at."""
    own = contracts_of(session, borrower_id)
    mine = {each.id for each in own}
    shared = session.exec(_open_to(borrower_id, Asked(Right.SEE, today)).order_by(col(Contract.id)))
    return [*own, *(each for each in shared if each.id not in mine)]


def file_of(session: Session, contract: Contract) -> File:
    """Return a contract with its terms, events and payments on their way."""
    return File(
        contract=contract,
        terms=terms_of(session, contract),
        events=journal.events_of(session, contract.id or 0),
        on_their_way=list(
            session.exec(
                select(payments.Payment)
                .where(
                    col(payments.Payment.contract_id) == contract.id,
                    col(payments.Payment.status).in_(ON_ITS_WAY),
                )
                .order_by(col(payments.Payment.id))
            )
        ),
    )


def refuse_disagreement(session: Session, file: File, position: Position) -> None:
    """Raise BooksDisagree unless the ledger's principal is the one that is about to be shown."""
    booked = ledger.balances(session, file.contract.id or 0).get(Account.PRINCIPAL, 0)
    if booked != position.principal:
        raise BooksDisagree(f"contract {file.contract.id}: {booked} posted")


def _canonical(number: str) -> str:
    """Return what counts of an account number: its letters and digits, however they are typed."""
    typed = unicodedata.normalize("NFKC", number).upper()
    return "".join(letter for letter in typed if letter.isalnum())


def _number(ref: str) -> dict[str, str]:
    return {"table": "contract", "column": "number_sealed", "row": ref}


def _bound(borrower_id: int) -> SelectOfScalar[Contract]:
    return (
        select(Contract)
        .join(Obligor, col(Obligor.contract_id) == Contract.id)
        .where(col(Obligor.borrower_id) == borrower_id)
    )


def _open_to(borrower_id: int, asked: Asked) -> SelectOfScalar[Contract]:
    bound = select(Obligor.contract_id).where(col(Obligor.borrower_id) == borrower_id)
    return select(Contract).where(
        or_(col(Contract.id).in_(bound), col(Contract.id).in_(given(borrower_id, asked)))
    )
