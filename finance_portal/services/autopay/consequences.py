"""What happens elsewhere, and what it means for autopay: always said loudly, never silently."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.domain import ach, lease_end
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.payment_status import CAME_BACK, PaymentStatus
from finance_portal.language import sentence
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.notices import autopay as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, deliveries
from finance_portal.services.autopay import stopping
from finance_portal.services.autopay.outlook import next_on, outlook
from finance_portal.services.autopay.plans import ON, autopay_on, debits_of
from finance_portal.services.contracts import File, file_of
from finance_portal.services.logins import login_id_of
from finance_portal.services.payment_methods import same_account

REVOKING = ach.REVOKED | {"dispute"}
"""The payer told their bank that this was not allowed: only a new authorization helps (A58)."""

REVOKED_WHY = sentence("Your bank told us that a debit from this account was not authorized.")
BLOCKED_WHY = sentence("Your bank does not let us debit this account.")
STOPPED_WHY = sentence("You asked your bank to stop a debit.")
TWICE_WHY = sentence("Two debits in a row were returned by your bank.")
PAID_OFF_WHY = sentence("The contract is paid off.")
ALL_PAID_WHY = sentence("All payments of the lease are made.")
LEASE_OVER_WHY = sentence("The lease has ended.")
FAILURES = 2
OVER = (*CAME_BACK, PaymentStatus.SETTLED, PaymentStatus.REINSTATED)


def returned(session: Session, payment: Payment, code: str, now: datetime) -> None:
    """Draw the consequences of a return; `code` is the network's, or "dispute" (R15.5)."""
    method = session.get_one(PaymentMethod, payment.method_id)
    accounts = [each.id for each in same_account(session, method)]
    if code in REVOKING:
        for row in _by_methods(session, accounts):
            _end(session, row, "revoked", REVOKED_WHY, now)
    elif code in ach.UNUSABLE:
        for row in _by_methods(session, accounts):
            _pause(session, row, BLOCKED_WHY, now)
    else:
        running = autopay_on(session, payment.contract_id)
        if running and running.method_id in accounts:
            _after_failure(session, running, code, now)


def method_gone(session: Session, method_id: int, why: str, now: datetime) -> None:
    """Pause what was debited from a method that cannot be used any more."""
    for row in _by_methods(session, [method_id]):
        _pause(session, row, why, now)


def contract_closed(session: Session, contract_id: int, now: datetime) -> None:
    """End autopay with the last payment of its contract (R10.5, A56).

    A lease is not over with it: it goes on until the vehicle is back, or bought.
    """
    file = file_of(session, session.get_one(Contract, contract_id))
    position = file.position(now.date())
    if file.terms.lease is None or position.is_closed:
        _finish(session, contract_id, "paid_off", PAID_OFF_WHY, notices.autopay_finished(), now)
    else:
        until = lease_end.extended(
            file.terms.lease, len(position.installments) - file.terms.lease.term
        ).maturity_on
        wording = notices.autopay_of_lease_finished(return_by=until)
        _finish(session, contract_id, "all_paid", ALL_PAID_WHY, wording, now)


def lease_ended(session: Session, contract_id: int, now: datetime) -> None:
    """End autopay when the vehicle of a lease is back: nothing falls due by itself any more."""
    wording = notices.autopay_stopped(why=LEASE_OVER_WHY, has_ended=True)
    _finish(session, contract_id, "lease_ended", LEASE_OVER_WHY, wording, now)


def _finish(
    session: Session, contract_id: int, reason: str, why: str, wording: Wording, now: datetime
) -> None:
    row = autopay_on(session, contract_id)
    if row is None:
        return
    stopping.end(session, row, reason=reason, why=why, now=now)
    _note(session, row, "autopay:ended", reason, now)
    deliveries.tell_borrower(session, row.borrower_id, wording, kind="autopay_finished", now=now)


def terms_changed(session: Session, contract_id: int, now: datetime) -> str | None:
    """Let autopay follow new due dates and return what moved, in words for the borrower (R8.2).

    None when nothing did. To be called after the change has been entered in the ledger.
    """
    row = autopay_on(session, contract_id)
    if row is None or row.status != "active":
        return None
    was = row.next_debit_on
    after = now.date() - (ONE_DAY if was == now.date() else timedelta())
    file = file_of(session, session.get_one(Contract, contract_id))
    row.next_debit_on = next_on(session, file, row, after)
    lost = _skips_without_a_debit(session, file, row, now.date())
    if row.next_debit_on == was and not lost:
        return None
    row.changed_at = now
    _note(session, row, "autopay:moved", "terms_changed", now)
    wording = notices.autopay_moved(was=was, now_on=row.next_debit_on, no_longer_skipped=lost)
    deliveries.tell_borrower(session, row.borrower_id, wording, kind="autopay_moved", now=now)
    return " ".join(wording.paragraphs[: 1 + bool(lost)])


def _skips_without_a_debit(
    session: Session, file: File, row: Autopay, today: date
) -> tuple[date, ...]:
    """Forget and return the days that were to be skipped and are no days of a debit any more."""
    days = {each.debit_on for each in outlook(session, file, row, today)}
    lost = [
        each
        for each in debits_of(session, row)
        if each.status == "skipped" and each.debit_on >= today and each.debit_on not in days
    ]
    for each in lost:
        session.delete(each)
    return tuple(each.debit_on for each in lost)


def _after_failure(session: Session, row: Autopay, code: str, now: datetime) -> None:
    """Pause after a stop order, or after two failures in a row: then it must be signed anew."""
    if code == ach.STOPPED:
        _pause(session, row, STOPPED_WHY, now)
    elif _failed_twice(session, row):
        stopping.end_authorization(session, row, "two_failures", now)
        _pause(session, row, TWICE_WHY, now)


def _end(session: Session, row: Autopay, reason: str, why: str, now: datetime) -> None:
    stopping.end(session, row, reason=reason, why=why, now=now)
    _note(session, row, "autopay:ended", reason, now)
    wording = notices.autopay_stopped(why=why, has_ended=True)
    deliveries.tell_borrower(session, row.borrower_id, wording, kind="autopay_stopped", now=now)


def _pause(session: Session, row: Autopay, why: str, now: datetime) -> None:
    if row.status == "paused":
        row.why = why[:200]
        return
    stopping.pause(session, row, why=why, now=now)
    _note(session, row, "autopay:suspended", "bank", now)
    wording = notices.autopay_stopped(why=why, has_ended=False)
    deliveries.tell_borrower(session, row.borrower_id, wording, kind="autopay_stopped", now=now)


def _by_methods(session: Session, method_ids: list[int | None]) -> list[Autopay]:
    found = (
        select(Autopay)
        .where(col(Autopay.method_id).in_(method_ids), col(Autopay.status).in_(ON))
        .order_by(col(Autopay.id))
    )
    return list(session.exec(found.with_for_update()))


def _failed_twice(session: Session, row: Autopay) -> bool:
    """Tell whether the last two debits that came to an end both came back."""
    last = session.exec(
        select(Payment.status)
        .where(
            col(Payment.contract_id) == row.contract_id,
            col(Payment.origin).in_(("autopay", "retry")),
            col(Payment.authorization_id) == row.authorization_id,
            col(Payment.status).in_(OVER),
        )
        .order_by(col(Payment.id).desc())
        .limit(FAILURES)
    ).all()
    return len(last) == FAILURES and all(status in CAME_BACK for status in last)


def _note(session: Session, row: Autopay, kind: str, reason: str, now: datetime) -> None:
    login_id = login_id_of(session, row.borrower_id)
    audit.record(session, kind=kind, at=now, login_id=login_id, subject=row.ref, reason=reason)
