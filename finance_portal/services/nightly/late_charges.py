"""Assess late charges on the day after grace (1.6): one transaction for a few contracts."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.bulk import update_many
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.delinquency import LateChargeDue, late_charges_due
from finance_portal.domain.events import Charge
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract
from finance_portal.models.standing import ContractStanding
from finance_portal.notices import collecting
from finance_portal.services import kept_notices, ledger, reported
from finance_portal.services.contracts import File
from finance_portal.services.flags import not_to_remind, spared_through
from finance_portal.services.kept_notices import Told
from finance_portal.services.ledger import Happening
from finance_portal.services.nightly.files import Seen, files, seen, unchanged
from finance_portal.services.nightly.standings import next_late_on
from finance_portal.services.nightly.work import Work


@dataclass(frozen=True)
class Assessment:
    """What one contract is charged, and what that was worked out from."""

    seen: Seen
    charges: list[LateChargeDue]
    look_on: date | None
    told: list[Told]


def assessing(now: datetime) -> Work[Assessment]:
    """Return the work of assessing late charges. Its writing returns how many were charged."""
    today = now.date()
    return Work(
        "late charges",
        lambda session, after, most: _due(session, today, after, most),
        lambda session, ids: _plan(session, ids, today),
        lambda session, assessments: _write(session, assessments, now),
        chunk=10,  # each is entered into the ledger, and everybody else waits for so long
        chunk_on_a_server=200,
    )


def _due(session: Session, today: date, after: int, most: int) -> list[int]:
    standing = ContractStanding
    looked_at = (
        select(standing.contract_id)
        .where(
            col(standing.late_on) <= today,
            col(standing.contract_id) > after,
            col(standing.contract_id).not_in(not_to_remind(today)),
            col(standing.contract_id).not_in(reported.not_to_charge()),
        )
        .order_by(col(standing.contract_id))
        .limit(most)
    )
    return list(session.exec(looked_at))


def _plan(session: Session, contract_ids: list[int], today: date) -> list[Assessment]:
    """Work out contracts. For what fell due while nothing was asked for, nothing is charged."""
    spared, disputed = (
        spared_through(session, contract_ids),
        reported.spared_through(session, contract_ids),
    )
    return [
        _assess(file, today, max(days, default=None))
        for file in files(session, contract_ids)
        for key in [file.contract.id or 0]
        for days in [[each[key] for each in (spared, disputed) if key in each]]
    ]


def _assess(file: File, today: date, spared: date | None) -> Assessment:
    """Work out one contract. Payments on their way count: they were made in time or they were not.

    While one is on its way the contract is looked at again every day: it may still come back.
    """
    contract, terms, foreseen = file.contract, file.terms.billing, file.foreseen()
    since = max(contract.serviced_from, spared + ONE_DAY) if spared else contract.serviced_from
    charges = late_charges_due(terms, foreseen, today=today, since=since)
    on = max([today, *(event.effective_on for event in foreseen)])
    standing = replay(terms, foreseen, on)
    following = next_late_on(contract, terms, standing, today)
    return Assessment(
        seen=seen(file),
        charges=charges,
        look_on=today + ONE_DAY if file.on_their_way else following,
        told=[_told(contract, standing, each) for each in charges],
    )


def _told(contract: Contract, standing: Position, charge: LateChargeDue) -> Told:
    """Return what is told of a charge to all who are bound."""
    wording = collecting.late_charge_added(
        amount=charge.amount,
        due_on=standing.installments[charge.installment - 1].due_on,
        in_time_until=charge.assessed_on - ONE_DAY,
        vehicle=contract.vehicle,
    )
    contract_id = contract.id or 0
    return Told(
        contract_id=contract_id,
        key=f"late:{contract_id}:{charge.installment}",
        kind="late_charge_added",
        wording=wording,
    )


def _write(session: Session, assessments: list[Assessment], now: datetime) -> int:
    """Enter the charges. What has changed since it was worked out is left for the next night."""
    still = unchanged(session, [each.seen for each in assessments])
    mine = {each.seen.contract_id: each for each in assessments if each.seen.contract_id in still}
    happenings = {
        contract_id: [_happening(contract_id, charge, now.date()) for charge in each.charges]
        for contract_id, each in mine.items()
    }
    charged = ledger.enter_many(session, happenings, now)
    kept_notices.tell_all(session, [told for key in charged for told in mine[key].told], now)
    looks = [{"contract_id": key, "late_on": each.look_on} for key, each in mine.items()]
    update_many(session, table_of(ContractStanding), looks, by=["contract_id"])
    return len(charged)


def _happening(contract_id: int, charge: LateChargeDue, today: date) -> Happening:
    """Return the charge as of today: a run that was missed or a late return back-dates none."""
    event = Charge(
        effective_on=max(charge.assessed_on, today),
        sequence=ledger.NEXT,
        bucket=Bucket.LATE_CHARGES,
        amount=charge.amount,
        installment=charge.installment,
    )
    return Happening(event, f"late:{contract_id}:{charge.installment}")
