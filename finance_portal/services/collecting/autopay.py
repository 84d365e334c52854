"""Draft the debits that autopay stands for, each on its own day and never twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from finance_portal.bulk import insert_many, update_many
from finance_portal.domain.autopay import draft_on, next_debit_on
from finance_portal.domain.cents import Cents
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.language import sentence
from finance_portal.models.autopay import Autopay, AutopayDebit, PaymentAuthorization
from finance_portal.models.base import table_of
from finance_portal.models.payments import PaymentMethod
from finance_portal.services.autopay.drafting import allowed
from finance_portal.services.autopay.plans import plan_of
from finance_portal.services.collecting import drafts, telling
from finance_portal.services.collecting.drafts import STILL_TAKEN, Draft
from finance_portal.services.confirmation import new_number
from finance_portal.services.contracts import card_fee
from finance_portal.services.flags import not_to_debit
from finance_portal.services.nightly.files import Known, Seen, known, plain, unchanged
from finance_portal.services.nightly.work import Work

NOT_PERMITTED = sentence("The permission to debit has ended. Nothing was taken.")


@dataclass(frozen=True)
class Standing:
    """An autopay whose day has come, with what its debit stands on."""

    row: Autopay
    method: PaymentMethod
    is_permitted: bool
    debit: AutopayDebit | None  # what is known of this debit: announced, skipped

    @property
    def debit_on(self) -> date:
        """Return the day on which it goes out."""
        return self.row.next_debit_on or date.max


@dataclass(frozen=True)
class Planned:
    """What becomes of one debit. Without a draft and without a reason nothing was due."""

    standing: Standing
    seen: Seen
    draft: Draft | None
    why_not: str | None
    due_on: date | None
    next_on: date | None


def drafting(processor: PaymentProcessor, now: datetime, until: date) -> Work[Planned]:
    """Return the work of drafting the debits of autopay of days up to one."""
    return Work(
        "autopay",
        lambda session, after, most: _due(session, until, after, most),
        lambda session, ids: _plan(session, ids, until, now.date()),
        lambda session, planned: _write(session, planned, processor, now),
        again=True,
        chunk=250,  # some 25 ms of writing
    )


def _due(session: Session, until: date, after: int, most: int) -> list[int]:
    due = (
        select(Autopay.contract_id)
        .where(
            col(Autopay.status) == "active",
            col(Autopay.next_debit_on) <= until,
            col(Autopay.contract_id) > after,
            col(Autopay.contract_id).not_in(not_to_debit(until)),
        )
        .order_by(col(Autopay.contract_id))
        .limit(most)
    )
    return list(session.exec(due))


def _plan(session: Session, contract_ids: list[int], until: date, today: date) -> list[Planned]:
    standings = _standings(session, contract_ids, until)
    since = min((each.debit_on for each in standings.values()), default=today)
    return [
        _planned(standings[each.contract.id or 0], each, today)
        for each in known(session, standings, since)
        if not each.file.is_submitting
    ]


def _standings(session: Session, contract_ids: list[int], until: date) -> dict[int, Standing]:
    due = [
        row
        for row in plain(session, Autopay, "contract_id", contract_ids)
        if row.status == "active" and row.next_debit_on is not None and row.next_debit_on <= until
    ]
    methods = {
        each.id: each
        for each in plain(session, PaymentMethod, "id", [row.method_id for row in due])
    }
    known_of = _known_of(session, due)
    ended = _ended(session, due)
    return {
        row.contract_id: Standing(
            row,
            methods[row.method_id],
            row.authorization_id not in ended,
            known_of.get((row.id or 0, row.next_debit_on or until)),
        )
        for row in due
    }


def _ended(session: Session, rows: list[Autopay]) -> set[int | None]:
    """Return the permissions that have ended."""
    signed = select(PaymentAuthorization.id).where(
        col(PaymentAuthorization.id).in_([row.authorization_id for row in rows]),
        col(PaymentAuthorization.ended_at).is_not(None),
    )
    return set(session.exec(signed))


def _known_of(session: Session, rows: list[Autopay]) -> dict[tuple[int, date | None], AutopayDebit]:
    """Return what is known of these debits, not of those before."""
    debits = select(AutopayDebit).where(
        col(AutopayDebit.autopay_id).in_([row.id for row in rows]),
        col(AutopayDebit.debit_on).in_({row.next_debit_on for row in rows}),
    )
    return {(each.autopay_id, each.debit_on): each for each in session.exec(debits)}


def _planned(standing: Standing, each: Known, today: date) -> Planned:
    """Work out one debit as of its own day, and the next day on which to look."""
    plan, on = plan_of(standing.row), standing.debit_on
    position = each.foreseen(on)
    draft = allowed(standing.row, standing.debit, draft_on(plan, position, on), on)
    why_not = _why_not(standing, draft.amount, today)
    meant_for = position.next_installment
    return Planned(
        standing,
        each.seen,
        None
        if why_not or not draft.amount
        else Draft(
            ref=new_number(),
            due_key=f"autopay:{standing.row.id}:{on}:1",
            origin="autopay",
            contract_id=standing.row.contract_id,
            borrower_id=standing.row.borrower_id,
            method=standing.method,
            amount=draft.amount,
            fee=card_fee(each.contract, standing.method.kind),
            principal_only=draft.principal_only,
            intent=draft.intent,
            effective_on=on,
            authorization=sentence("As signed for autopay."),
            authorization_id=standing.row.authorization_id,
            ip="",
            user_agent="",
        ),
        why_not,
        meant_for.due_on if meant_for else None,
        next_debit_on(plan, position, on),
    )


def _why_not(standing: Standing, amount: Cents, today: date) -> str | None:
    """Return why nothing is taken although something is due, in words for the borrower."""
    if not amount:
        return None
    if standing.debit_on + STILL_TAKEN < today:
        return drafts.OUR_FAULT
    method = standing.method
    if not method.usable or method.removed_at is not None:
        return method.why_not or drafts.NO_METHOD
    if method.is_revoked or not standing.is_permitted:
        return NOT_PERMITTED
    return None


def _write(
    session: Session, planned: list[Planned], processor: PaymentProcessor, now: datetime
) -> int:
    """Draft what still stands as it was read; let every autopay go on to its next day."""
    still = unchanged(session, [each.seen for each in planned])
    held = _held(session, [each.standing.row for each in planned])
    mine = [
        each
        for each in planned
        if each.seen.contract_id in still
        and held.get(each.standing.row.id or 0) == _state(each.standing.row)
    ]
    made = drafts.make(session, [each.draft for each in mine if each.draft], processor, now)
    done = [each for each in mine if each.draft is None or each.draft.due_key in made]
    _write_debits(session, done, made, now)
    _advance(session, done)
    for each in done:
        if each.why_not:
            telling.not_taken(
                session,
                each.standing.row.borrower_id,
                on=each.standing.debit_on,
                why=each.why_not,
                key=f"autopay:{each.standing.row.id}:{each.standing.debit_on}:missed",
                now=now,
            )
    return len(done)


State = tuple[date | None, datetime, int]


def _state(row: Autopay) -> State:
    return row.next_debit_on, row.changed_at, row.method_id


def _held(session: Session, rows: list[Autopay]) -> dict[int, State]:
    """Lock the autopays that are still on; return how each stands."""
    autopay = table_of(Autopay).c
    active = (
        rows_of(autopay.id, autopay.next_debit_on, autopay.changed_at, autopay.method_id)
        .where(autopay.id.in_([row.id for row in rows]), autopay.status == "active")
        .order_by(autopay.id)
        .with_for_update()
    )
    return {key: (on, at, method) for key, on, at, method in session.execute(active)}


def _write_debits(
    session: Session, done: list[Planned], made: Mapping[str, int], now: datetime
) -> None:
    """Write down which debits were drafted and which were missed, over what was known of them."""
    rows = [_debit(each, made, now) for each in done if each.draft or each.why_not]
    insert_many(
        session,
        table_of(AutopayDebit),
        rows,
        over=("autopay_id", "debit_on"),
        changed=("status", "amount_cents", "why", "payment_id", "changed_at"),
    )


def _debit(each: Planned, made: Mapping[str, int], now: datetime) -> dict[str, Any]:
    return {
        "autopay_id": each.standing.row.id,
        "debit_on": each.standing.debit_on,
        "due_on": each.due_on,
        "status": "drafted" if each.draft else "missed",
        "amount_cents": each.draft.amount if each.draft else None,
        "why": each.why_not and each.why_not[:200],
        "payment_id": made[each.draft.due_key] if each.draft else None,
        "changed_at": now,
    }


def _advance(session: Session, done: list[Planned]) -> None:
    rows = [
        {
            "id": each.standing.row.id,
            "next_debit_on": each.next_on,
            "last_amount_cents": each.draft.amount
            if each.draft
            else each.standing.row.last_amount_cents,
        }
        for each in done
    ]
    update_many(session, table_of(Autopay), rows, by=["id"])
