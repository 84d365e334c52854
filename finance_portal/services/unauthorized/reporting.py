"""A report of what somebody did not authorize: stopped at once, followed by a number (1.26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.deadlines import error_decision_deadline
from finance_portal.language import say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.requests import ServiceRequest
from finance_portal.notices import unauthorized as notices
from finance_portal.services import deliveries, requests
from finance_portal.services.contracts import contract_of, contracts_of
from finance_portal.services.payment_methods import label_for, owned_by, same_account
from finance_portal.services.reported import KIND, items_of, open_case
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act, note
from finance_portal.services.spoken_to import speaking_to
from finance_portal.services.unauthorized import ending, stopping
from finance_portal.services.unauthorized.stopping import Touched

LONGEST_DETAILS = 2_000
LOOKS_BACK = timedelta(days=180)
NEW = "reported"  # what a report without a form is known by

REPORTED = sentence(
    "We have your report. What you told us of is stopped: nothing is debited from that account."
)
MORE = sentence("You told us of more. That is stopped as well.")
STOPPED = sentence(
    "Your sign-in was frozen, so what was set up in your name since that day is stopped."
)
TAKEN_BACK = sentence(
    "You told us that it was authorized after all. The account can be debited again. Autopay stays"
    " paused until you resume it."
)
NOTHING = sentence("Choose at least one of them.")
NOT_YOURS = sentence(
    "This was not drawn on an account of yours. Its owner has to report it: please call us."
)
TOO_LONG = sentence("Please keep it to 2,000 characters.")


class ReportRefused(ValueError):
    """It cannot be reported like that; the message is fit for the borrower."""

    def __init__(self, message: str, field: str = "items") -> None:
        super().__init__(say(message))
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a borrower says was not authorized: payments, methods, both by their public names."""

    payments: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    is_sign_in: bool = False  # a change of the profile or of a way in
    details: str = ""


def report(
    db: Database, act: Act, *, contract_ref: str, form_token: str, told: Told, now: datetime
) -> str:
    """Stop what hangs on the accounts at once, and return the ref of the case.

    Sent twice it is one; what is told while a case is open joins it. Raises ReportRefused and
    ContractNotFound. It takes no step-up: whoever stops something must not be stopped.
    """
    _check(told)
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, contract_ref)
        payments = _payments(session, act.who.borrower_id, told.payments)
        methods = _methods(session, act.who.borrower_id, told.methods)
        found = _touched(session, payments, methods)
        request = _opened(session, act.who.borrower_id, contract, form_token, told, now)
        for payment in payments:
            stopping.keep(
                session,
                request,
                "payment",
                payment.id,
                now,
                contract_id=payment.contract_id,
                is_reported=True,
            )
        if told.is_sign_in:
            stopping.keep(session, request, "sign_in", act.who.login_id, now, is_reported=True)
        stopping.stop(session, request, found, now)
        note(session, act, "unauthorized:reported", subject=request.ref)
        _tell(session, request, found.methods, now)
        return request.ref


def stop_since(
    session: Session, borrower_id: int, since: datetime, now: datetime
) -> ServiceRequest | None:
    """Stop what was set up in a borrower's name since a moment; return the case, if it needs one.

    Both times are the lender's. A stranger may have set it up: a person looks at it.
    """
    found = stopping.touched_since(session, borrower_id, since)
    contracts = contracts_of(session, borrower_id)
    if not contracts or not stopping.finds_anything(session, found):
        return None
    token = f"{NEW}:{borrower_id}:{now:%Y%m%d%H%M%S}"
    request = _open_or_join(session, borrower_id, contracts[0], token, "", STOPPED, now)
    stopping.stop(session, request, found, now)
    return request


def take_back(db: Database, act: Act, *, ref: str, now: datetime) -> None:
    """End a report that was a mistake. Whoever calls has asked for a step-up.

    Raises RequestNotFound.
    """
    with db.begin() as session:
        request = requests.opened(session, ref)
        if request.kind != KIND or request.borrower_id != act.who.borrower_id:
            raise requests.RequestNotFound(ref)
        requests.step(session, request, "withdrawn", TAKEN_BACK, now)
        ending.release(session, request)
        note(session, act, "unauthorized:taken_back", subject=ref)


def _check(told: Told) -> None:
    if not (told.payments or told.methods or told.is_sign_in):
        raise ReportRefused(NOTHING)
    if len(told.details) > LONGEST_DETAILS:
        raise ReportRefused(TOO_LONG, "details")


def _payments(session: Session, borrower_id: int, refs: Sequence[str]) -> list[Payment]:
    """Return payments on a borrower's contracts that were drawn on their own accounts."""
    bound = select(Obligor.contract_id).where(col(Obligor.borrower_id) == borrower_id)
    found = session.exec(
        select(Payment).where(col(Payment.ref).in_(refs), col(Payment.contract_id).in_(bound))
    ).all()
    for payment in found:
        if not is_theirs(session, borrower_id, payment):
            raise ReportRefused(NOT_YOURS)
    if len(found) != len(set(refs)):
        raise ReportRefused(NOTHING)
    return list(found)


def is_theirs(session: Session, borrower_id: int, payment: Payment) -> bool:
    """Tell whether a payment was made by a borrower, or drawn on an account that they have too."""
    if payment.borrower_id == borrower_id:
        return True
    method = session.get_one(PaymentMethod, payment.method_id)
    return any(each.borrower_id == borrower_id for each in same_account(session, method))


def _methods(session: Session, borrower_id: int, refs: Sequence[str]) -> list[PaymentMethod]:
    mine = owned_by(borrower_id)
    found = session.exec(select(PaymentMethod).where(col(PaymentMethod.ref).in_(refs), *mine)).all()
    if len(found) != len(set(refs)):
        raise ReportRefused(NOTHING)
    return list(found)


def _touched(
    session: Session, payments: Sequence[Payment], methods: Sequence[PaymentMethod]
) -> Touched:
    """Return every account behind what was reported: nobody may debit it, whoever saved it."""
    drawn = [session.get_one(PaymentMethod, each.method_id) for each in payments]
    behind = {
        each.id or 0: each
        for method in (*methods, *drawn)
        for each in same_account(session, method)
    }
    not_mine = {each.id or 0 for method in methods for each in same_account(session, method)}
    return stopping.touched(session, list(behind.values()), not_mine)


def _opened(
    session: Session,
    borrower_id: int,
    contract: Contract,
    form_token: str,
    told: Told,
    now: datetime,
) -> ServiceRequest:
    return _open_or_join(session, borrower_id, contract, form_token, told.details, REPORTED, now)


def _open_or_join(
    session: Session,
    borrower_id: int,
    contract: Contract,
    form_token: str,
    details: str,
    words: str,
    now: datetime,
) -> ServiceRequest:
    before = session.exec(
        select(ServiceRequest).where(col(ServiceRequest.form_token) == form_token[:40])
    ).one_or_none()
    if before:
        return before
    if running := open_case(session, borrower_id):
        requests.step(session, running, "review", MORE, now, tells=False)
        if details:
            requests.add_details(running, details)
        return running
    return requests.open_request(
        session,
        Asked(
            form_token=form_token[:40],
            contract_id=contract.id or 0,
            borrower_id=borrower_id,
            kind=KIND,
            about=f"by {borrower_id}",
            status="review",
            answer_by=error_decision_deadline(now.date()),
            details=details,
            version=contract.version,
        ),
        words,
        now,
        tells=False,
    )


def _tell(
    session: Session, request: ServiceRequest, methods: Sequence[PaymentMethod], now: datetime
) -> None:
    """Tell who reported what is stopped and what to tell the bank; who else has it, that it is."""
    count = len(items_of(session, request.id or 0))
    for borrower_id in {request.borrower_id, *(each.borrower_id for each in methods)} - {None}:
        person = session.get_one(Borrower, borrower_id)
        with speaking_to(session, person.id or 0):
            words = (
                notices.unauthorized_reported(ref=request.ref, answer_by=_answer_by(request))
                if borrower_id == request.borrower_id
                else notices.account_frozen(
                    label=", ".join(
                        label_for(each, borrower_id)
                        for each in methods
                        if each.borrower_id == borrower_id
                    )
                )
            )
        deliveries.tell_borrower(
            session,
            person.id,
            words,
            kind="unauthorized_reported",
            now=now,
            key=f"unauthorized:{request.ref}:{count}:{borrower_id}",
        )


def _answer_by(request: ServiceRequest) -> date:
    return request.answer_by or request.asked_at.date()
