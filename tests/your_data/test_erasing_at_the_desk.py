"""An erasure that two people at the desk decide: done, told once to an address that then goes."""

import pytest

from finance_portal import jobs
from finance_portal.models.desk import DeskProposal
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.models.requests import ServiceRequest
from finance_portal.models.your_data import Erasure
from finance_portal.services import deliveries
from finance_portal.services.asking import ask
from tests.desk.house import House, look
from tests.make import MORNING
from tests.services.known import rows
from tests.your_data.conftest import at_home

pytestmark = pytest.mark.anyio

GRACE = "P-1007"


def theirs(db, borrower_id):
    return [row for row in rows(db, Message) if row.borrower_id == borrower_id]


async def test_k10_an_erasure_decided_by_two_erases_and_tells_what_stays(lender, tmp_path):
    books, act, _ = at_home(lender, GRACE)
    ask.ask(
        lender,
        act,
        contract_ref=books.contract.ref,
        form_token="erase",
        kind="erasure",
        typed={"scope": "all", "details": ""},
        now=MORNING,
    )
    request = next(row for row in rows(lender, ServiceRequest) if row.form_token == "erase")
    house = House(lender, business=MORNING)
    amy = await house.sign_in("annie", "agent")
    sam = await house.sign_in("simon", "supervisor")
    await look(amy, books.contract.ref, "request")
    path = f"/accounts/{books.contract.ref}/requests/{request.ref}"
    form = {"decision": "done", "reply": "Goodbye, and thank you.", "reason": "Paid off."}

    answer = await amy.post(path, data=form)
    assert answer.headers["location"].endswith("?done=proposed")
    assert rows(lender, Erasure) == []
    (proposal,) = [row for row in rows(lender, DeskProposal) if row.request_id == request.id]
    answer = await sam.post(f"/approvals/{proposal.ref}/approve")

    assert answer.headers["location"] == "/approvals?done=approved", answer.text
    (erased,) = rows(lender, Erasure)
    person = next(row for row in rows(lender, Borrower) if row.id == books.borrower_id)
    assert (person.name, person.email) == (erased.pseudonym, None)
    (last,) = theirs(lender, books.borrower_id)
    _, words = deliveries.opened(last)
    said = "\n".join(words.paragraphs)
    assert last.kind == "data_erased"
    assert "Goodbye, and thank you." in said
    assert erased.pseudonym in said
    assert "2033" in said

    jobs.tidy(lender, tmp_path / "anchors", now=MORNING)
    assert len(theirs(lender, books.borrower_id)) == 1  # it is still to be sent
    with lender.begin() as session:
        session.get_one(Message, last.id).sent_at = MORNING
    jobs.tidy(lender, tmp_path / "anchors", now=MORNING)
    assert theirs(lender, books.borrower_id) == []
