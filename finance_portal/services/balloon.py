"""The end of a balloon loan: what falls due, by when, and what can be done about it (1.13)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import working
from finance_portal.domain.calendar import next_banking_day
from finance_portal.domain.cents import Cents
from finance_portal.domain.lease_timeline import Milestone, balloon_notices
from finance_portal.domain.payoff import DEFAULT_DAYS
from finance_portal.domain.position import Position
from finance_portal.domain.schedule import projected_schedule
from finance_portal.language import keep, say, sentence
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Loan
from finance_portal.models.requests import OPEN, ServiceRequest
from finance_portal.services import flags, ledger, requests
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.flags import Restrictions
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act

KIND = "balloon"
CHOSE_ANOTHER = sentence("You chose something else.")
PLANS = {
    "pay": sentence(
        "You plan to pay the balloon, due {day}. Nothing is debited unless you say so."
    ),
    "refinance": sentence(
        "You asked how to refinance the balloon. A person calls you with what can be."
    ),
    "sell": sentence(
        "You plan to sell or trade the vehicle before {day}. Ask for the payoff for that day."
    ),
    "return": sentence(
        "You plan to return the vehicle by {day}. A person calls you for an appointment."
    ),
}
ANSWERED = frozenset({"refinance", "return"})  # by a person


class BalloonRefused(Exception):
    """It cannot be chosen; the message is fit for the borrower."""


@dataclass(frozen=True, kw_only=True)
class BalloonEnd:
    """The balloon as it stands. Amounts in cents."""

    vehicle: str
    today: date
    due_on: date
    pay_by: date  # the next banking day, without a late charge (R13.4)
    signed: Cents
    expected: Cents  # what is left then, if all before is paid when due
    payoff: Cents  # of the whole loan, through the day of `payoff_through`
    payoff_through: date
    installment: Cents
    installments_before: int
    autopay: str  # "off", "without" the balloon, or "with" it
    return_fee: Cents | None  # None: the contract gives no right to return it
    timeline: tuple[Milestone, ...]
    plan: str
    plan_status: str
    answer_by: date | None
    limits: Restrictions
    working: tuple[str, ...]  # of what is expected
    payoff_working: tuple[str, ...]


def balloon(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> BalloonEnd | None:
    """Return the balloon of a loan, or None where there is none to pay. Raises ContractNotFound."""
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref))
        position = file.position(today)
        coming = balloon_of(file, position)
        return _end(session, file, position, *coming, today) if coming else None


def balloon_of(file: File, position: Position) -> tuple[date, Cents] | None:
    """Return when an open balloon falls due, and what will be owed then (R13.1, R5.3)."""
    last = position.installments[-1]
    if not last.is_balloon or last.is_satisfied:
        return None
    rows = projected_schedule(file.terms.billing, file.events, position.on)
    return last.due_on, rows[-1].payment if rows else last.remaining


def choose(
    db: Database, act: Act, *, contract_ref: str, option: str, form_token: str, now: datetime
) -> None:
    """Write down what is planned; another choice takes its place. Raises BalloonRefused."""
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, contract_ref)
        ledger.locked(session, contract.id or 0)
        limits = flags.restrictions(session, contract.id or 0, now.date())
        file = file_of(session, contract)
        coming = balloon_of(file, file.position(now.date()))
        if limits.read_only:
            raise BalloonRefused(f"{limits.words} {limits.contact}")
        if coming is None:
            raise BalloonRefused(say("There is no balloon left to pay."))
        if option not in PLANS or (option == "return" and _return_fee(session, file) is None):
            raise BalloonRefused(say("Choose one of the ways that your contract has."))
        _plan(session, act, file, option, coming[0], form_token, now)


def _plan(
    session: Session,
    act: Act,
    file: File,
    option: str,
    due_on: date,
    form_token: str,
    now: datetime,
) -> None:
    before = _latest(session, file)
    if before and before.status in OPEN:
        if before.option == option:
            return
        requests.step(session, before, "withdrawn", CHOSE_ANOTHER, now)
    is_answered = option in ANSWERED
    asked = Asked(
        form_token=form_token,
        contract_id=file.contract.id or 0,
        borrower_id=act.who.borrower_id,
        kind=KIND,
        status="review" if is_answered else "scheduled",
        option=option,
        on_date=due_on,
        answer_by=requests.decide_by(now.date()) if is_answered else None,
    )
    requests.open_request(session, asked, keep(PLANS[option], day=due_on), now)


def _end(
    session: Session, file: File, position: Position, due_on: date, amount: Cents, today: date
) -> BalloonEnd:
    traced = working.trace(file.terms.billing, file.events, position.on)
    through = position.on + timedelta(days=DEFAULT_DAYS)
    payoff, plan = working.payoff(traced, through), _latest(session, file)
    last = working.last_payment(file.terms.billing, file.events, position.on)
    is_open = plan is not None and plan.status in OPEN
    return BalloonEnd(
        vehicle=file.contract.vehicle,
        today=today,
        due_on=due_on,
        pay_by=next_banking_day(due_on),
        signed=file.terms.billing.last_installment,
        expected=amount,
        payoff=payoff.result,
        payoff_through=through,
        installment=file.contract.installment_cents,
        installments_before=position.installments_left - 1,
        autopay=_autopay(session, file),
        return_fee=_return_fee(session, file),
        timeline=balloon_notices(due_on),
        plan=plan.option or "" if plan and is_open else "",
        plan_status=plan.status if plan and is_open else "",
        answer_by=plan.answer_by if plan and is_open else None,
        limits=flags.restrictions(session, file.contract.id or 0, today),
        working=last.lines if last else (),
        payoff_working=payoff.lines,
    )


def _latest(session: Session, file: File) -> ServiceRequest | None:
    return session.exec(
        select(ServiceRequest)
        .where(
            col(ServiceRequest.contract_id) == file.contract.id, col(ServiceRequest.kind) == KIND
        )
        .order_by(col(ServiceRequest.id).desc())
        .limit(1)
    ).one_or_none()


def _return_fee(session: Session, file: File) -> Cents | None:
    return session.exec(
        select(Loan.balloon_return_fee_cents).where(col(Loan.contract_id) == file.contract.id)
    ).one()


def _autopay(session: Session, file: File) -> str:
    row = session.exec(
        select(Autopay.covers_balloon).where(
            col(Autopay.contract_id) == file.contract.id, col(Autopay.status) == "active"
        )
    ).one_or_none()
    if row is None:
        return "off"
    return "with" if row else "without"
