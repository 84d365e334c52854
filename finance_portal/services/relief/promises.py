"""A promise to pay an amount by a day: what was said, and whether the money came (1.23)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.language import keep, say, sentence, yearless
from finance_portal.models.ledger import ContractEvent, EventKind
from finance_portal.models.payments import Payment
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import requests
from finance_portal.services.contracts import ON_ITS_WAY, contract_of, file_of
from finance_portal.services.nightly.work import Work
from finance_portal.services.relief.effects import refuse_held
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act, note

FARTHEST = timedelta(days=30)
ARRIVED = (*ON_ITS_WAY, PaymentStatus.SETTLED, PaymentStatus.REINSTATED)
KEPT = sentence("Your payment came as you said. Thank you.")
BROKEN = sentence(
    "The payment that you named has not come. Nothing has changed because of it: what "
    "was due is still due. You can pay it now, name another day, or ask us for help."
)


class PromiseRefused(ValueError):
    """It cannot be noted like that; the message is fit for the borrower."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What somebody said they will pay, in cents, and by when."""

    on: date
    amount: Cents


@dataclass(frozen=True)
class Verdict:
    """Whether the money of a promise has come."""

    ref: str
    is_kept: bool


def promise(
    db: Database,
    act: Act,
    *,
    contract_ref: str,
    form_token: str,
    amount: Cents,
    on: date,
    now: datetime,
) -> str:
    """Note that an amount will be paid by a day, and return the request's ref.

    Raises PromiseRefused, RequestOpen, ReliefRefused and ContractNotFound.
    """
    today = now.date()
    if not today <= on <= today + FARTHEST:
        raise PromiseRefused(
            "on", say("Choose a day within the next {days} days.", days=FARTHEST.days)
        )
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, contract_ref)
        file = file_of(session, contract)
        refuse_held(session, file, today)
        most = file.position(today).payoff_on(on)
        if not ZERO < amount <= most:
            raise PromiseRefused(
                "amount", say("Enter an amount up to {most}.", most=dollars(max(most, ZERO)))
            )
        request = requests.open_request(
            session,
            Asked(
                form_token=form_token,
                contract_id=contract.id or 0,
                borrower_id=act.who.borrower_id,
                kind="promise",
                status="scheduled",
                on_date=on,
                amount=amount,
                version=contract.version,
            ),
            keep(
                "You will pay {amount} by {day}. That is noted; it is not a payment yet.",
                amount=dollars(amount),
                day=yearless(on),
            ),
            now,
        )
        note(session, act, "promise:made", subject=request.ref)
        return request.ref


def promised_by(session: Session, contract_id: int, borrower_id: int) -> Promised | None:
    """Return what a borrower has promised and is still to come; None for nothing.

    What one borrower has promised is not shown to the other.
    """
    request = requests.open_one(session, contract_id, "promise")
    if request is None or request.borrower_id != borrower_id or request.on_date is None:
        return None
    return Promised(on=request.on_date, amount=request.amount_cents or ZERO)


def keeping(now: datetime) -> Work[Verdict]:
    """Return the work of looking, the day after, whether what was promised came."""
    today = now.date()
    return Work(
        "promises",
        lambda session, after, most: _due(session, today, after, most),
        lambda session, ids: _verdicts(session, ids, today, now),
        lambda session, verdicts: _write(session, verdicts, now),
    )


def _due(session: Session, today: date, after: int, most: int) -> list[int]:
    due = (
        select(ServiceRequest.contract_id)
        .where(
            col(ServiceRequest.kind) == "promise",
            col(ServiceRequest.status) == "scheduled",
            col(ServiceRequest.on_date) < today,
            col(ServiceRequest.contract_id) > after,
        )
        .order_by(col(ServiceRequest.contract_id))
        .limit(most)
    )
    return list(session.exec(due))


def _verdicts(session: Session, ids: list[int], today: date, now: datetime) -> list[Verdict]:
    rows = session.exec(
        select(ServiceRequest)
        .where(
            col(ServiceRequest.contract_id).in_(ids),
            col(ServiceRequest.kind) == "promise",
            col(ServiceRequest.status) == "scheduled",
            col(ServiceRequest.on_date) < today,
        )
        .order_by(col(ServiceRequest.id))
    )
    return [
        Verdict(each.ref, _arrived(session, each, now) >= (each.amount_cents or 0)) for each in rows
    ]


def _arrived(session: Session, request: ServiceRequest, now: datetime) -> Cents:
    """Return what was paid since the promise, through its day: here, or in another way."""
    last = request.on_date or now.date()
    end = datetime.combine(last + ONE_DAY, time.min, now.tzinfo)
    here = session.exec(
        select(func.coalesce(func.sum(Payment.amount_cents), 0)).where(
            col(Payment.contract_id) == request.contract_id,
            col(Payment.status).in_(ARRIVED),
            col(Payment.submitted_at) >= request.asked_at,
            col(Payment.submitted_at) < end,
        )
    ).one()
    ours = select(Payment.ref).where(col(Payment.contract_id) == request.contract_id)
    elsewhere = session.exec(
        select(func.coalesce(func.sum(ContractEvent.amount_cents), 0)).where(
            col(ContractEvent.contract_id) == request.contract_id,
            col(ContractEvent.kind) == EventKind.PAYMENT,
            col(ContractEvent.effective_on) <= last,
            col(ContractEvent.sequence) > (request.version or 0),
            col(ContractEvent.payment_ref).not_in(ours),
        )
    ).one()
    return int(here) + int(elsewhere or 0)


def _write(session: Session, verdicts: list[Verdict], now: datetime) -> int:
    """Write down those that are still open, and return how many."""
    done = 0
    for each in verdicts:
        try:
            request = requests.opened(session, each.ref)
        except requests.RequestNotFound:  # taken back meanwhile
            continue
        words = KEPT if each.is_kept else BROKEN
        requests.step(session, request, "kept" if each.is_kept else "broken", words, now)
        done += 1
    return done
