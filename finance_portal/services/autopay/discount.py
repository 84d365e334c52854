"""A lower rate while autopay is on, where the contract says so (R15.4)."""

from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.domain.events import RateChanged
from finance_portal.domain.rates import ZERO_RATE, Rate
from finance_portal.domain.replay import replay
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Contract
from finance_portal.models.ledger import ContractEvent
from finance_portal.services import ledger
from finance_portal.services.contracts import File, file_of
from finance_portal.services.ledger import Happening

GRANTED = "autopay-discount:"


def grant(session: Session, contract: Contract, row: Autopay, now: datetime) -> None:
    """Lower the rate from today on. Not while a cap holds (SCRA), and not twice."""
    off = Rate.ppm(contract.autopay_discount_ppm).exact
    file = file_of(session, contract)
    position = replay(file.terms.billing, file.events, now.date())
    if not off or file.terms.lease or position.bars_late_charges or _granted(session, file):
        return
    lower = max(ZERO_RATE, Rate(position.rate.exact - off))
    if lower != position.rate:
        _enter(session, file, row, lower, now)


def withdraw(session: Session, contract: Contract, row: Autopay, now: datetime) -> None:
    """Return to the rate from before, from today on, unless it has been changed since."""
    file = file_of(session, contract)
    if (granted := _granted(session, file)) is None:
        return
    before = [each for each in file.events if each.sequence < granted.sequence]
    was = replay(file.terms.billing, before, granted.effective_on).rate
    _enter(session, file, row, was, now)


def _granted(session: Session, file: File) -> RateChanged | None:
    """Return the discount that is in force: the last change of the rate, if it is ours."""
    changes = [each for each in file.events if isinstance(each, RateChanged)]
    if not changes:
        return None
    last = max(changes, key=lambda each: each.sequence)
    found = select(ContractEvent.key).where(
        col(ContractEvent.contract_id) == file.contract.id,
        col(ContractEvent.sequence) == last.sequence,
    )
    key = session.exec(found).one() or ""
    return last if key.startswith(GRANTED) and key.endswith(":on") else None


def _enter(session: Session, file: File, row: Autopay, rate: Rate, now: datetime) -> None:
    """Change the rate, and nothing else of what holds."""
    position = replay(file.terms.billing, file.events, now.date())
    change = RateChanged(
        effective_on=now.date(),
        sequence=ledger.NEXT,
        rate=rate,
        bars_late_charges=position.bars_late_charges,
    )
    contract_id, version = file.contract.id or 0, file.contract.version
    side = "on" if rate < position.rate else "off"
    key = f"{GRANTED}{row.id}:{version}:{side}"
    ledger.enter(session, contract_id, [Happening(change, key)], now)
