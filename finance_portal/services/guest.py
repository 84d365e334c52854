"""A payment by whoever knows an account number and the ZIP code that belongs to it.

They see nothing of the account, not even whether it exists: all that is wrong is answered alike.
They can add money to it and do nothing else. What is above the payoff becomes a credit (R3.7).
"""

import asyncio
import hmac
import logging
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from sqlmodel import Session, col, select

from finance_portal.db import Database, database
from finance_portal.domain.cents import AmountRefused, Cents, dollars, parse_dollars
from finance_portal.gateways.mail import ADDRESS
from finance_portal.gateways.processor import MethodKind, PaymentProcessor
from finance_portal.language import say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.guest import GuestVisit
from finance_portal.models.payments import MethodSetup
from finance_portal.models.people import Borrower, Obligor
from finance_portal.services import audit, contracts, method_setup
from finance_portal.services.client import Client
from finance_portal.services.method_setup import Wanted
from finance_portal.services.pre_auth import (
    Journey,
    NewPreAuth,
    PreAuths,
    PreAuthView,
    Step,
    WayLost,
    live_pre_auths,
)
from finance_portal.services.throttle import Budgets, live_budgets, site_of
from finance_portal.services.vault import Vault, live_vault

log = logging.getLogger(__name__)

LEAST, MOST = 1_00, 100_000_00  # the same for every account: they say nothing about this one
LONGEST_TYPED = 64
NUMBER = re.compile(r"[^\W_]{1,32}")
ZIP = re.compile(r"(\d{5})(-?\d{4})?")
NO_ZIP = "-----"  # nobody's: compared with where there is nobody to compare with

SENTENCES = {
    "account_number": sentence("Type the account number as it stands on the statement."),
    "zip": sentence("Type the five digits of the ZIP code."),
    "email": sentence("Type an e-mail address like name@example.com, or leave it empty."),
}
BOUNDS = sentence("Enter an amount from {least} to {most}.")
NOT_FOUND = sentence(
    "We cannot take a payment for this account number and ZIP code. Please check both: "
    "the ZIP code is that of the address to which the statements go."
)


class ClaimUnreadable(ValueError):
    """What was typed is right for nobody; `errors` has a sentence for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class GuestRefused(Exception):
    """There is no payment to be made like that; the message is fit for anybody."""


@dataclass(frozen=True)
class GuestClaim:
    """What a guest has typed."""

    account_number: str = field(repr=False)
    zip: str = field(repr=False)
    amount: Cents
    kind: MethodKind
    email: str = field(default="", repr=False)


@dataclass(frozen=True)
class Guests:
    """All guests of one installation, until they pay (services/guest_payments.py)."""

    db: Database
    vault: Vault
    pre_auths: PreAuths
    budgets: Budgets

    def begin(self, claim: GuestClaim, *, client: Client, now: datetime) -> NewPreAuth:
        """Return the way to a payment. Raises GuestRefused, TooManyTries.

        Whatever is wrong, it is refused in the same words.
        """
        account = contracts.number_index(self.vault, claim.account_number)
        self.budgets.take("guest:claim", account=account, site=site_of(client.ip), now=now)
        with self.db.begin() as session:
            contract = _match(session, self.vault, claim)
            if contract is None:
                _note(session, "refused", client, now)
            else:
                return self._start(session, contract, claim, client, now)
        raise GuestRefused(say(NOT_FOUND))

    def _start(
        self, session: Session, contract: Contract, claim: GuestClaim, client: Client, now: datetime
    ) -> NewPreAuth:
        new = self.pre_auths.begin(
            session,
            journey=Journey.GUEST,
            step=Step.FINISH,
            client=client,
            now=now,
            contract_id=contract.id,
        )
        ref = secrets.token_urlsafe(16)
        session.add(
            GuestVisit(
                ref=ref,
                way=new.ref,
                contract_id=contract.id or 0,
                amount_cents=claim.amount,
                email_sealed=_sealed(self.vault, claim.email, ref) if claim.email else None,
                begun_at=now,
            )
        )
        _note(session, "started", client, now, ref)
        return new


async def begin_saving(
    db: Database,
    processor: PaymentProcessor,
    way_ref: str,
    *,
    kind: MethodKind,
    back: str,
    now: datetime,
) -> str:
    """Return the address of the processor's page for a guest, once for each way in.

    `back` is the address to come back to. Raises WayLost, SetupRefused, ProcessorError.
    """
    visit = await asyncio.to_thread(visit_of, db, way_ref)
    wanted = Wanted(ref=visit.ref, kind=kind, borrower_id=None, back=back)
    url = await method_setup.begin(db, processor, wanted, now=now)
    await asyncio.to_thread(_link, db, visit.ref)
    return url


def read_claim(form: dict[str, str]) -> GuestClaim:
    """Return what a form claims. Raises ClaimUnreadable."""
    number = re.sub(r"[\s-]", "", form.get("account_number", "")[:LONGEST_TYPED]).upper()
    zip_code = ZIP.fullmatch(form.get("zip", "")[:LONGEST_TYPED].strip())
    email = form.get("email", "").strip()
    wrong = {
        "account_number": NUMBER.fullmatch(number) is None,
        "zip": zip_code is None,
        "email": bool(email) and ADDRESS.fullmatch(email) is None,
    }
    errors = {name: SENTENCES[name] for name, is_wrong in wrong.items() if is_wrong}
    amount = _amount(form.get("amount", ""), errors)
    if errors or zip_code is None:
        raise ClaimUnreadable(errors)
    kind: MethodKind = "card" if form.get("kind") == "card" else "us_bank_account"
    return GuestClaim(number, zip_code[1], amount, kind, email)


def visit_of(db: Database, way_ref: str) -> GuestVisit:
    """Return what a guest on this way wants. Raises WayLost."""
    with db.read() as session:
        return named(session, way_ref)


def named(session: Session, way_ref: str) -> GuestVisit:
    """Return a guest's visit by their way in. Raises WayLost."""
    found = session.exec(select(GuestVisit).where(col(GuestVisit.way) == way_ref)).one_or_none()
    if found is None:
        raise WayLost
    return found


def email_of(vault: Vault, visit: GuestVisit) -> str:
    """Return where the receipt goes, or ""."""
    sealed = visit.email_sealed
    return vault.open(sealed, **_place(visit.ref)) if sealed else ""


def is_theirs(way: PreAuthView) -> bool:
    """Tell whether a way in is that of a guest."""
    return way.journey is Journey.GUEST


@cache
def live_guests() -> Guests:
    """Return the guests of this installation."""
    return Guests(database, live_vault(), live_pre_auths(), live_budgets())


def _match(session: Session, vault: Vault, claim: GuestClaim) -> Contract | None:
    """Return an open contract to which both fit; each is compared, whatever the other said."""
    contract = contracts.by_number(session, vault, claim.account_number)
    zips = session.exec(
        select(Borrower.zip)
        .join(Obligor, col(Obligor.borrower_id) == col(Borrower.id))
        .where(col(Obligor.contract_id) == (contract.id if contract else 0))
    ).all()
    fits = [hmac.compare_digest(each or NO_ZIP, claim.zip) for each in zips or [None]]
    if contract is None or not any(fits):
        return None
    file = contracts.file_of(session, contract)
    last = max([event.effective_on for event in file.events], default=contract.serviced_from)
    return None if file.position(last).is_closed else contract


def _amount(typed: str, errors: dict[str, str]) -> Cents:
    try:
        amount = parse_dollars(typed)
    except AmountRefused as refusal:
        errors["amount"] = str(refusal)
        return 0
    if not LEAST <= amount <= MOST:
        errors["amount"] = say(BOUNDS, least=dollars(LEAST), most=dollars(MOST))
    return amount


def _link(db: Database, ref: str) -> None:
    """Note which visit to the processor's page belongs to a guest."""
    with db.begin() as session:
        setup = session.exec(select(MethodSetup.id).where(col(MethodSetup.ref) == ref)).one()
        visit = session.exec(select(GuestVisit).where(col(GuestVisit.ref) == ref)).one()
        visit.setup_id = setup


def _note(session: Session, what: str, client: Client, now: datetime, ref: str = "") -> None:
    kind = f"guest:{what}"
    audit.record(session, kind=kind, at=now, client=client, subject=ref or None)


def _sealed(vault: Vault, email: str, ref: str) -> str:
    return vault.seal(email, **_place(ref))


def _place(ref: str) -> dict[str, str]:
    return {"table": "guest_visit", "column": "email_sealed", "row": ref}
