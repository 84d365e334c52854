"""Ask for something by a short form: kept once, with its clock, and told to whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain.cents import dollars
from finance_portal.domain.deadlines import title_address_usable_on
from finance_portal.language import long_day, say, sentence
from finance_portal.models.contracts import Contract, ContractKind
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import history, requests
from finance_portal.services.asking import answers
from finance_portal.services.asking.answers import AskRefused
from finance_portal.services.asking.catalogue import KINDS, answer_by
from finance_portal.services.contracts import contract_of
from finance_portal.services.relief import service
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act, note

RECEIVED = sentence("We have your request.")
OTHERS_TOLD = sentence("The other borrower asked for the title to be sent to another address.")
NOT_HERE = sentence("This cannot be asked for on this contract.")
ITEMS = {
    "account": sentence("That this account is mine"),
    "balance": sentence("The balance that is reported"),
    "late": sentence("That a payment was late"),
}
MOST_ITEMS = 24


@dataclass(frozen=True)
class Offered:
    """What can be asked for on a contract, and the items of the account to choose from."""

    kinds: tuple[str, ...]
    items: dict[str, str]


def offered(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> Offered:
    """Return what can be asked for. Raises ContractNotFound."""
    with db.read() as session:
        contract = contract_of(session, borrower_id, contract_ref)
    items = _items(db, borrower_id, contract_ref, today)
    return Offered(tuple(kind for kind in KINDS if _fits(kind, contract)), items)


def ask(
    db: Database,
    act: Act,
    *,
    contract_ref: str,
    form_token: str,
    kind: str,
    typed: Mapping[str, str],
    now: datetime,
) -> str:
    """Ask for something and return the request's ref; sent twice, it is one.

    Raises AskRefused, RequestOpen and ContractNotFound.
    """
    if kind not in KINDS:
        raise AskRefused("form", NOT_HERE)
    borrower_id, today = act.who.borrower_id, now.date()
    items = _items(db, borrower_id, contract_ref, today) if kind == "credit_dispute" else {}
    found = answers.checked(kind, typed, items, today)
    if kind == "scra":
        return service.ask(
            db,
            act,
            contract_ref=contract_ref,
            form_token=form_token,
            since=date.fromisoformat(found["since"]),
            details=found.get("orders", ""),
            now=now,
        )
    with db.begin() as session:
        contract = contract_of(session, borrower_id, contract_ref)
        if not _fits(kind, contract):
            raise AskRefused("form", NOT_HERE)
        request = requests.open_request(
            session,
            Asked(
                form_token=form_token,
                contract_id=contract.id or 0,
                borrower_id=borrower_id,
                kind=kind,
                about=_about(kind, borrower_id, form_token, typed),
                status="review",
                answer_by=answer_by(kind, today),
                on_date=title_address_usable_on(today) if kind == "title_address" else None,
                content={"attachments": []},
                details=answers.packed(found),
                version=contract.version,
            ),
            RECEIVED,
            now,
        )
        _tell_others(session, request, now)
        note(session, act, "request:asked", subject=request.ref, about=kind)
        return request.ref


def _about(kind: str, borrower_id: int, form_token: str, typed: Mapping[str, str]) -> str:
    """Return what only one request of a kind may be about at a time."""
    match KINDS[kind].one_for:
        case "person":
            return f"by {borrower_id}"
        case "item":
            return f"by {borrower_id} of {typed.get('item', '')}"[:60]
        case "form":
            return form_token
    return ""


def _tell_others(session: Session, request: ServiceRequest, now: datetime) -> None:
    if request.kind == "title_address":
        requests.tell_others(session, request, OTHERS_TOLD, now)


def _fits(kind: str, contract: Contract) -> bool:
    only = KINDS[kind].only
    return not only or (only == "lease") == (contract.kind == ContractKind.LEASE)


def _items(db: Database, borrower_id: int, contract_ref: str, today: date) -> dict[str, str]:
    """Return what may be disputed: three things that are reported, and the account's own lines."""
    lines = history.activity(db, borrower_id=borrower_id, contract_ref=contract_ref, today=today)
    return {key: say(words) for key, words in ITEMS.items()} | {
        f"line-{each.sequence}": say(
            "{what}, {day}, {amount}",
            what=each.title,
            day=long_day(each.on),
            amount=dollars(each.amount or 0),
        )
        for each in lines[:MOST_ITEMS]
        if each.amount
    }
