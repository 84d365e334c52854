"""A boarding record as the rows of its contract."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from finance_portal.domain.allocation import DEFAULT_ORDER
from finance_portal.domain.calendar import due_dates
from finance_portal.domain.cents import Cents
from finance_portal.domain.deadlines import all_cleared_on, lien_release_deadline
from finance_portal.domain.late_charge import (
    NO_LATE_CHARGE,
    STATE_LATE_CHARGE,
    LateChargeRule,
)
from finance_portal.domain.position import Position
from finance_portal.domain.rates import Rate
from finance_portal.domain.schedule import level_payment
from finance_portal.domain.terms import lease_maturity
from finance_portal.models.closing import AccountFlag, Title
from finance_portal.models.contracts import Contract, ContractKind, Lease, Loan, OdometerReading
from finance_portal.models.people import Borrower
from finance_portal.services import contracts
from finance_portal.services.addresses import Kind
from finance_portal.services.boarding.format import (
    BalloonTermsRecord,
    LeaseRecord,
    LoanTermsRecord,
    Record,
    TitleRecord,
)
from finance_portal.services.boarding.people_format import AddressRecord, BorrowerRecord
from finance_portal.services.vault import Vault


class Billing(NamedTuple):
    """When installments fall due, and how much."""

    first_due_on: date
    due_day: int
    installment: Cents


ONLINE_UNTIL_DAYS = 120  # before maturity, unless the contract says otherwise (R14.7)
NOT_YET = 0  # keys and the version are given when the rows are written


def new_ref() -> str:
    """Return a name for a row that can stand in an address and says nothing."""
    return secrets.token_urlsafe(12)


def fingerprint(record: Record) -> str:
    """Return a hash of what the file says: boarding the same record again changes nothing.

    It is kept sealed: whoever knows the rest of a record could find a tax id by its hash.
    """
    return hashlib.sha256(record.model_dump_json().encode()).hexdigest()


def fingerprint_of(vault: Vault, contract_ref: str, sealed: str) -> str:
    """Return the hash of the record that a contract was boarded from."""
    return vault.open(sealed, **_source(contract_ref))


def contract_row(vault: Vault, record: Record, business_date: date, now: datetime) -> Contract:
    """Return what loans and leases share."""
    ref = new_ref()
    number = contracts.keep_number(vault, record.id, ref)
    billing = _billing(record)
    late = _late_charge(record)
    return Contract(
        ref=ref,
        number_sealed=number.sealed,
        number_index=number.index,
        number_end=number.end,
        kind=ContractKind.LEASE if isinstance(record, LeaseRecord) else ContractKind.LOAN,
        source_sealed=vault.seal(fingerprint(record), **_source(ref)),
        boarded_at=now,
        serviced_from=business_date,
        version=NOT_YET,
        state_code=record.state_code,
        vin=record.vin,
        vehicle=record.vehicle,
        first_due_on=billing.first_due_on,
        due_day=billing.due_day,
        term=record.terms.term,
        installment_cents=billing.installment,
        application_order=",".join(record.terms.application_order or DEFAULT_ORDER),
        grace_days=late.grace_days,
        grace_on_banking_days=record.terms.grace_on_banking_days,
        late_percent_ppm=late.percent.parts_per_million if late.percent else None,
        late_flat_cents=late.flat,
        late_take=late.take,
        late_minimum_cents=late.minimum,
        late_maximum_cents=late.maximum,
        late_base=late.base,
        returned_payment_fee_cents=record.terms.returned_payment_fee,
        card_fee_cents=record.terms.card_fee or 0,
        autopay_discount_ppm=record.terms.autopay_discount or 0,
        title_state=record.title.state if record.title else None,
        title_form=record.title.form if record.title else None,
    )


def _billing(record: Record) -> Billing:
    """Return when and how much falls due."""
    if isinstance(record, LeaseRecord):
        start = record.terms.start
        return Billing(start, start.day, record.terms.total_payment)
    terms = record.terms
    return Billing(terms.first_due, terms.due_day or terms.first_due.day, installment_of(terms))


def loan_row(terms: LoanTermsRecord) -> Loan:
    """Return what only a loan has."""
    return Loan(
        contract_id=NOT_YET,
        amount_financed_cents=terms.principal,
        rate_ppm=terms.signed_rate,
        day_count=terms.day_count.value,
        rounding=terms.rounding.value,
        interest_from=terms.contract_date,
        balloon_cents=terms.balloon if isinstance(terms, BalloonTermsRecord) else None,
        is_new_vehicle=terms.new_vehicle,
        is_personal_use=terms.personal_use,
        is_first_lien=terms.first_lien,
        is_us_assembled=terms.us_assembled,
        balloon_return_fee_cents=(
            terms.balloon_return_fee if isinstance(terms, BalloonTermsRecord) else None
        ),
    )


def title_row(record: Record, position: Position, now: datetime) -> Title | None:
    """Return what became of the title of a loan that was paid off; None for every other contract.

    How it was paid is not told: it clears as a bank debit does, which takes the longest (R11.2).
    """
    if position.closed_on is None or isinstance(record, LeaseRecord):
        return None
    said = record.title or TitleRecord()
    received = [("us_bank_account", each.effective_on) for each in position.applied.values()]
    clears_on = all_cleared_on(position.closed_on, received)
    return Title(
        contract_id=NOT_YET,
        title_state=said.state,
        form=said.form,
        closed_on=position.closed_on,
        clears_on=clears_on,
        release_by=lien_release_deadline(said.state or "", clears_on),
        released_on=said.released_on,
        sent_on=said.sent_on,
        sent_how=said.sent_how,
        tracking=said.tracking,
        changed_at=now,
    )


def flag_rows(record: Record, borrower_ids: Mapping[str, int], now: datetime) -> list[AccountFlag]:
    """Return what changes how the contract is serviced; persons have keys by then."""
    return [
        AccountFlag(
            contract_id=NOT_YET,
            borrower_id=borrower_ids[flag.borrower] if flag.borrower else None,
            kind=flag.kind,
            starts_on=flag.since,
            ends_on=flag.until,
            noted_at=now,
            noted_by="boarding",
        )
        for flag in record.flags
    ]


def lease_row(record: LeaseRecord) -> Lease:
    """Return what only a lease has."""
    terms = record.terms
    matures = lease_maturity(terms.start, terms.term, terms.start.day)
    return Lease(
        contract_id=NOT_YET,
        adjusted_capitalized_cost_cents=terms.adjusted_cap_cost,
        residual_value_cents=terms.residual,
        money_factor_ppm=terms.money_factor,
        monthly_tax_cents=terms.tax,
        tax_rate_ppm=terms.tax_rate,
        started_on=terms.start,
        maturity_on=terms.maturity or terms.original_maturity or matures,
        miles_allowed=terms.allowed_miles,
        start_odometer=record.mileage.start_odometer if record.mileage else 0,
        excess_mile_cents=terms.excess_rate,
        disposition_fee_cents=terms.disposition_fee,
        purchase_option_fee_cents=terms.purchase_option_fee,
        early_mile_cents=terms.early_mile_rate,
        miles_sold_until_days=(
            ONLINE_UNTIL_DAYS
            if terms.miles_sold_until_days is None
            else terms.miles_sold_until_days
        ),
        security_deposit_cents=terms.security_deposit or 0,
    )


def odometer_rows(record: Record) -> list[OdometerReading]:
    """Return the reading that the record gives, if it gives one."""
    if record.mileage is None:
        return []
    return [
        OdometerReading(
            contract_id=NOT_YET, read_on=record.mileage.as_of, miles=record.mileage.odometer
        )
    ]


def borrowers_of(record: Record, file: str) -> tuple[BorrowerRecord, ...]:
    """Return who is bound by a contract, the one who signed first at the head.

    Older files name them in one line, "Marcus Okafor, co-borrower Priya Okafor (two logins)". Such
    a name stands for one person within that file and for nobody outside of it: `file` says which.
    """
    if record.borrowers:
        return record.borrowers
    names = (record.who or "").partition("(")[0].split(", co-borrower ")
    return tuple(_named(name.strip(), file) for name in names)


def borrower_row(person: BorrowerRecord, ref: str, tax_id_sealed: str | None) -> Borrower:
    """Return the row of a person."""
    return Borrower(
        ref=ref,
        external_id=person.id,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
        zip=zip_of(person),
        tax_id_sealed=tax_id_sealed,
    )


def zip_of(person: BorrowerRecord) -> str | None:
    """Return the five digits of the ZIP code where a person gets mail."""
    given = person.zip or (person.mailing.zip if person.mailing else None)
    return given and given[:5]


def places_of(person: BorrowerRecord) -> Iterator[tuple[Kind, AddressRecord]]:
    """Yield the addresses that a record gives, each with its kind."""
    if person.mailing:
        yield "mailing", person.mailing
    if person.garaging:
        yield "garaging", person.garaging


def _source(contract_ref: str) -> dict[str, str]:
    return {"table": "contract", "column": "source_sealed", "row": contract_ref}


def _named(name: str, file: str) -> BorrowerRecord:
    first, _, last = name.removeprefix("Capt. ").rpartition(" ")
    return BorrowerRecord(id=f"{file}:{name}"[:64], first_name=first, last_name=last)


def installment_of(terms: LoanTermsRecord) -> Cents:
    """Return the level payment: the one that was signed, or else the one that follows (R5.2)."""
    if terms.signed_payment is not None:
        return terms.signed_payment
    return level_payment(
        terms.principal,
        Rate.ppm(terms.signed_rate),
        terms.day_count,
        terms.contract_date,
        due_dates(terms.first_due, terms.due_day or terms.first_due.day, terms.term),
        balloon=terms.balloon if isinstance(terms, BalloonTermsRecord) else None,
    )


def _late_charge(record: Record) -> LateChargeRule:
    """Return the contract's rule, or what its state allows, or none (R6.5)."""
    said = record.terms.late_charge
    if said is None:
        return STATE_LATE_CHARGE.get(record.state_code or "", NO_LATE_CHARGE)
    return LateChargeRule(
        grace_days=said.grace_days,
        percent=None if said.percent is None else Rate.ppm(said.percent),
        flat=said.flat,
        take=said.take,
        minimum=said.minimum,
        maximum=said.maximum,
        base=said.base,
    )
