"""Ask for the rights that military service gives: a person answers in five banking days (1.22)."""

from datetime import date, datetime

from finance_portal.db import Database
from finance_portal.language import keep, long_day, say, sentence, yearless
from finance_portal.services import requests
from finance_portal.services.contracts import contract_of
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act, note

EARLIEST = date(2000, 1, 1)
LONGEST_DETAILS = 2_000
ASKED = sentence(
    "We have your request. A person looks it up in the government's records and answers "
    "by {day}. You need not send orders; if they are needed, we ask for them."
)


class ServiceRefused(ValueError):
    """It cannot be sent like that; the message is fit for the borrower."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def ask(
    db: Database,
    act: Act,
    *,
    contract_ref: str,
    form_token: str,
    since: date,
    details: str,
    now: datetime,
) -> str:
    """Ask for what service means for a contract, and return the request's ref; twice is once.

    `since` is the first day of service, which may be to come: orders are given ahead of it. A hold
    on the contract is in nobody's way here. Raises ServiceRefused, RequestOpen, ContractNotFound.
    """
    if since < EARLIEST:
        raise ServiceRefused("since", say("Enter the first day of your service."))
    if len(details) > LONGEST_DETAILS:
        raise ServiceRefused(
            "orders",
            say(
                "Please keep it to {number} characters.",
                number=f"{LONGEST_DETAILS:,}",
            ),
        )
    answer_by = requests.decide_by(now.date())
    told = say("Service since {day}", day=long_day(since))
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, contract_ref)
        request = requests.open_request(
            session,
            Asked(
                form_token=form_token,
                contract_id=contract.id or 0,
                borrower_id=act.who.borrower_id,
                kind="scra",
                status="review",
                answer_by=answer_by,
                on_date=since,
                details=f"{told}\n{details}".strip(),
                version=contract.version,
            ),
            keep(ASKED, day=yearless(answer_by)),
            now,
        )
        note(session, act, "service:asked", subject=request.ref)
        return request.ref
