"""What a person does with titles from the command line: see what is to be done, note it as sent."""

from datetime import date, datetime

from sqlmodel import Session, and_, col, or_, select

from finance_portal.db import Database
from finance_portal.models.closing import Title
from finance_portal.models.contracts import Contract
from finance_portal.notices import closing as notices
from finance_portal.services import audit, kept_notices
from finance_portal.services.contracts import by_name
from finance_portal.services.kept_notices import Told
from finance_portal.services.obligors import obligors_of
from finance_portal.services.profile import places
from finance_portal.services.vault import live_vault

CHANGED = (
    "The mailing address was changed lately: mail no title until {day}, or confirm the address"
    " with the borrower by telephone."
)


class TitleRefused(Exception):
    """This cannot be said of a title; the message says why."""


def send(
    db: Database,
    *,
    contract_name: str,
    on: date,
    how: str,
    tracking: str | None,
    now: datetime,
    address_confirmed: bool = False,
) -> None:
    """Note how the title papers went out, and tell everybody who signed. Raises TitleRefused.

    To an address that was changed lately nothing goes that was not confirmed by telephone (1.21).
    """
    with db.begin() as session:
        contract, row = _locked(session, contract_name)
        _refuse(row, on, now.date())
        held = _address_held_until(session, row.contract_id, now.date())
        if held and not address_confirmed:
            raise TitleRefused(CHANGED.format(day=held))
        row.sent_on, row.sent_how, row.tracking, row.changed_at = on, how[:80], tracking, now
        words = notices.title_sent(vehicle=contract.vehicle, on=on, how=how, tracking=tracking)
        key = f"title-sent:{row.id}:{on}"
        told = Told(contract_id=row.contract_id, key=key, kind="title_sent", wording=words)
        kept_notices.tell_all(session, [told], now)
        audit.record(session, kind="title:sent", at=now, subject=contract.ref)


def to_do(db: Database) -> list[str]:
    """Return a line for each lien to be released, title to be sent, and title to be held."""
    to_send = and_(
        col(Title.sent_on).is_(None),
        col(Title.form).is_distinct_from("electronic"),
        col(Title.came_back_on).is_(None),
    )
    to_hold = and_(col(Title.came_back_on).is_not(None), col(Title.released_on).is_not(None))
    with db.read() as session:
        rows = session.exec(
            select(Title, Contract)
            .join(Contract, col(Contract.id) == Title.contract_id)
            .where(or_(to_send, to_hold))
            .order_by(col(Title.clears_on), col(Title.id))
        )
        return [_line(title, contract) for title, contract in rows]


def _address_held_until(session: Session, contract_id: int, today: date) -> date | None:
    bound = {borrower.id or 0 for borrower in obligors_of(session, contract_id)}
    return places.held_until(session, bound, today)


def _line(title: Title, contract: Contract) -> str:
    sent = f"title sent {title.sent_on}" if title.sent_on else "title not sent"
    held = f", HOLD: the payoff came back {title.came_back_on}" if title.came_back_on else ""
    return (
        f"{contract.ref} {contract.number_masked} {title.title_state or '--'}"
        f" clears {title.clears_on}, release by {title.release_by or '(no clock)'},"
        f" released {title.released_on or 'not yet'}, {sent}{held}"
    )


def _locked(session: Session, name: str) -> tuple[Contract, Title]:
    contract = by_name(session, live_vault(), name)
    if contract is None:
        raise TitleRefused("There is no such contract.")
    mine = select(Title).where(col(Title.contract_id) == contract.id)
    row = session.exec(mine.with_for_update()).one_or_none()
    if row is None:
        raise TitleRefused("This contract is not paid off.")
    return contract, row


def _refuse(row: Title, on: date, today: date) -> None:
    if row.came_back_on is not None:
        raise TitleRefused("The payoff came back: hold the title.")
    if row.released_on is None:
        raise TitleRefused("The lien of this contract is not released yet.")
    if not row.released_on <= on <= today:
        raise TitleRefused("A title goes out after its lien is released, and not in future.")
