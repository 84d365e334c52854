"""Ask for help when paying is hard: a person answers within five banking days (1.23)."""

from dataclasses import dataclass
from datetime import datetime

from finance_portal.db import Database
from finance_portal.language import keep, say, sentence, yearless
from finance_portal.services import requests
from finance_portal.services.contracts import contract_of, file_of
from finance_portal.services.relief.effects import refuse_held
from finance_portal.services.relief.menu import BY_PERSON
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act, note

SITUATIONS = {
    "income": sentence("My income has dropped or stopped"),
    "health": sentence("Illness or an injury"),
    "family": sentence("A death, a birth or a separation"),
    "costs": sentence("Costs that I could not foresee"),
    "disaster": sentence("A disaster or an emergency"),
    "service": sentence("A call to military service"),
    "other": sentence("Something else, or I would rather not say"),
}
LENGTHS = {
    1: sentence("About a month"),
    3: sentence("Some months"),
    6: sentence("Half a year"),
    12: sentence("Longer, or I do not know"),
}
WISHES = {key: title for key, (title, _) in BY_PERSON.items()} | {
    "unsure": sentence("I am not sure: please suggest something")
}
LONGEST_DETAILS = 2_000


class HardshipRefused(ValueError):
    """The request cannot be sent like that; the message is fit for the borrower."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What a borrower tells of. Only the first three are asked for."""

    situation: str
    months: int
    wish: str
    details: str = ""


def ask(
    db: Database,
    act: Act,
    *,
    contract_ref: str,
    form_token: str,
    told: Situation,
    now: datetime,
) -> str:
    """Send the request and return its ref; sent twice, it is one.

    Raises HardshipRefused, RequestOpen, ReliefRefused and ContractNotFound.
    """
    _check(told)
    answer_by = requests.decide_by(now.date())
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, contract_ref)
        refuse_held(session, file_of(session, contract), now.date())
        request = requests.open_request(
            session,
            Asked(
                form_token=form_token,
                contract_id=contract.id or 0,
                borrower_id=act.who.borrower_id,
                kind="hardship",
                option=told.wish,
                status="review",
                answer_by=answer_by,
                months=told.months,
                details=_sealed(told),
                version=contract.version,
            ),
            keep(
                "We have your request. A person answers by {day}. Until then, payments are "
                "due as before.",
                day=yearless(answer_by),
            ),
            now,
        )
        note(session, act, "hardship:asked", subject=request.ref)
        return request.ref


def _check(told: Situation) -> None:
    if told.situation not in SITUATIONS:
        raise HardshipRefused("situation", say("Choose what comes closest."))
    if told.months not in LENGTHS:
        raise HardshipRefused("months", say("Choose how long it may last."))
    if told.wish not in WISHES:
        raise HardshipRefused("wish", say("Choose what would help, or that you are not sure."))
    if len(told.details) > LONGEST_DETAILS:
        raise HardshipRefused(
            "details",
            say(
                "Please keep it to {number} characters.",
                number=f"{LONGEST_DETAILS:,}",
            ),
        )


def _sealed(told: Situation) -> str:
    """Return what is kept sealed: why somebody cannot pay is nobody else's business."""
    return "\n".join(
        each for each in (SITUATIONS[told.situation], LENGTHS[told.months], told.details) if each
    )
