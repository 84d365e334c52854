"""What a payer does with autopay that is on: skip one debit, pause, resume, cancel (R15.3).

Stopping takes no step-up and is never refused; whatever is not drafted yet can be stopped.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain.autopay import Debit
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import dollars
from finance_portal.domain.delinquency import grace_ends_on
from finance_portal.language import day_of_year, say, sentence
from finance_portal.models.autopay import Autopay, AutopayDebit, PaymentAuthorization
from finance_portal.models.payments import PaymentMethod
from finance_portal.notices import autopay as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import deliveries, ledger
from finance_portal.services.autopay import discount, stopping
from finance_portal.services.autopay.outlook import next_on, outlook
from finance_portal.services.autopay.plans import (
    AutopayRefused,
    autopay_on,
    debits_of,
    refuse_other,
    refuse_restricted,
)
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.security.desk import Act, note

LONGEST_PAUSE = timedelta(days=180)
NONE_ON = sentence("Autopay is not on for this contract.")
TOO_LATE = sentence("This debit has been sent already, so it cannot be changed any more.")
SIGN_AGAIN = sentence("Please set up autopay again: its authorization has ended.")


def skip(db: Database, act: Act, *, contract_ref: str, on: date, now: datetime) -> str:
    """Leave one debit out and return what that means. Raises AutopayRefused, ContractNotFound."""
    with db.begin() as session:
        row, file = _mine(session, act, contract_ref)
        debit = _coming(session, file, row, on, now.date())
        known = _debit(session, row, on) or AutopayDebit(
            autopay_id=row.id or 0, debit_on=on, due_on=debit.due_on, status="skipped",
            changed_at=now,
        )  # fmt: skip
        known.status, known.changed_at = "skipped", now
        row.changed_at = act.now  # the job that has read it already must see that it is no more so
        session.add(known)
        due = _stays_due(file, debit)
        note(session, act, "autopay:skipped", subject=row.ref, on=on.isoformat())
        _tell(session, row, notices.debit_skipped(on=on, due=due), "debit_skipped", act)
        return due


def unskip(db: Database, act: Act, *, contract_ref: str, on: date, now: datetime) -> None:
    """Debit on a day after all. Raises AutopayRefused, ContractNotFound."""
    with db.begin() as session:
        row, file = _mine(session, act, contract_ref)
        _coming(session, file, row, on, now.date())
        known = _debit(session, row, on)
        if known and known.status == "skipped":
            _restore(session, known, now)
            row.changed_at = act.now
            note(session, act, "autopay:unskipped", subject=row.ref, on=on.isoformat())


def pause(db: Database, act: Act, *, contract_ref: str, until: date | None, now: datetime) -> None:
    """Debit nothing until a day, or until it is resumed. Raises AutopayRefused."""
    today = now.date()
    if until and not today < until <= today + LONGEST_PAUSE:
        raise AutopayRefused(say("Choose a day from tomorrow up to 180 days ahead."), "until")
    with db.begin() as session:
        row, file = _mine(session, act, contract_ref)
        stopping.pause(session, row, why=sentence("You paused it."), until=until, now=now)
        if until:
            row.next_debit_on = next_on(session, file, row, today)
        note(session, act, "autopay:paused", subject=row.ref)
        _tell(session, row, notices.autopay_paused(until=until), "autopay_paused", act)


def resume(db: Database, act: Act, *, contract_ref: str, now: datetime) -> None:
    """Let the debits go on. Raises AutopayRefused when the permission or the method has ended."""
    with db.begin() as session:
        row, _ = _mine(session, act, contract_ref)
        _refuse_without_permission(session, row)
        refuse_restricted(session, row.contract_id, now.date())
        row.status, row.paused_until, row.why, row.changed_at = "active", None, None, now
        contract = ledger.locked(session, row.contract_id)
        file = file_of(session, contract)
        row.next_debit_on = next_on(session, file, row, now.date())
        discount.grant(session, contract, row, now)
        note(session, act, "autopay:resumed", subject=row.ref)
        coming = outlook(session, file, row, now.date(), months=3)
        following = next((each for each in coming if each.amount), None)
        wording = notices.autopay_resumed(
            on=following.debit_on if following else None,
            amount=following.amount if following else None,
        )
        _tell(session, row, wording, "autopay_resumed", act)


def cancel(db: Database, act: Act, *, contract_ref: str, now: datetime) -> None:
    """End autopay at once; nothing that is not drafted yet is drafted. Raises AutopayRefused."""
    with db.begin() as session:
        row, file = _mine(session, act, contract_ref)
        stopping.end(session, row, reason="canceled", why=sentence("You canceled it."), now=now)
        note(session, act, "autopay:canceled", subject=row.ref)
        wording = notices.autopay_canceled(pays_by=file.contract.next_due_on)
        _tell(session, row, wording, "autopay_canceled", act)


def _mine(session: Session, act: Act, contract_ref: str) -> tuple[Autopay, File]:
    """Return the autopay that its payer may act on, and lock it."""
    contract = contract_of(session, act.who.borrower_id, contract_ref)
    ledger.locked(session, contract.id or 0)
    row = autopay_on(session, contract.id or 0)
    if row is None:
        raise AutopayRefused(say(NONE_ON))
    refuse_other(row, act.who.borrower_id)
    return row, file_of(session, contract)


def _coming(session: Session, file: File, row: Autopay, on: date, today: date) -> Debit:
    """Return a debit that is still to come. Raises AutopayRefused when it has gone out."""
    if row.next_debit_on is None or on < row.next_debit_on:
        raise AutopayRefused(say(TOO_LATE))
    coming = outlook(session, file, row, today)
    found = next((each for each in coming if each.debit_on == on), None)
    if found is None:
        raise AutopayRefused(say("There is no debit on that day."))
    return found


def _debit(session: Session, row: Autopay, on: date) -> AutopayDebit | None:
    return next((each for each in debits_of(session, row) if each.debit_on == on), None)


def _restore(session: Session, known: AutopayDebit, now: datetime) -> None:
    """Forget that a debit was to be skipped, but not that it was announced."""
    if known.announced_on is None:
        session.delete(known)
    else:
        known.status, known.changed_at = "announced", now


def _stays_due(file: File, debit: Debit) -> str:
    """Say what happens to the installment of a debit that is skipped."""
    if debit.due_on is None:
        return say("What is due stays due: please pay it by hand.")
    terms = file.terms.billing
    last = grace_ends_on(terms, debit.due_on)
    due = debit.amount - debit.principal_only
    day = day_of_year(debit.due_on)
    stays = say("The payment due {day} stays due.", day=day)
    if due:
        stays = say("The payment due {day} ({amount}) stays due.", day=day, amount=dollars(due))
    if last < debit.due_on + ONE_DAY:
        return stays
    free = say("Pay it by {day} and there is no late charge.", day=day_of_year(last))
    return f"{stays} {free}"


def _refuse_without_permission(session: Session, row: Autopay) -> None:
    method = session.get_one(PaymentMethod, row.method_id)
    if session.get_one(PaymentAuthorization, row.authorization_id).ended_at:
        raise AutopayRefused(say(SIGN_AGAIN))
    if not method.usable or method.removed_at or method.is_revoked:
        raise AutopayRefused(
            say(method.why_not or sentence("Choose another account first, under Change."))
        )


def _tell(session: Session, row: Autopay, wording: Wording, kind: str, act: Act) -> None:
    deliveries.tell_borrower(session, row.borrower_id, wording, kind=kind, now=act.now)
