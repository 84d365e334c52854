"""What takes two to decide, and what follows: an erasure really erases, and tells what stays."""

import pytest

from finance_portal.models.desk import DeskProposal
from finance_portal.models.requests import KINDS, ServiceRequest
from finance_portal.services.asking import deciding
from finance_portal.services.desk.requesting import FOUR_EYES
from finance_portal.services.messages import threads
from finance_portal.services.messages.threads import Written
from tests.desk.house import look
from tests.desk.test_talking import sends_file
from tests.services.known import rows
from tests.services.obligors import NOW, bound
from tests.services.test_asking import asks

pytestmark = pytest.mark.anyio

REPLY = "As you asked."


@pytest.fixture
def ada(db, tmp_path):
    return bound(db, tmp_path)[0]


def asked(db):
    return rows(db, ServiceRequest)[-1]


async def opened(house, who, name="amy", role="agent"):
    browser = await house.sign_in(name, role)
    await look(browser, who.ref, "request")
    return browser, f"/accounts/{who.ref}/requests/{asked(house.db).ref}"


def test_what_moves_money_or_cannot_be_undone_takes_two():
    assert {
        "due_date",
        "extension",
        "hardship",
        "lease_extension",
        "balloon",
        "invoice_dispute",
        "title_address",
        "unauthorized",
        "erasure",
    } == FOUR_EYES
    assert set(KINDS) >= FOUR_EYES


@pytest.mark.parametrize("kind", sorted(FOUR_EYES))
async def test_no_outcome_but_a_no_is_decided_by_one_alone(house, ada, kind):
    with house.db.begin() as session:
        session.add(
            ServiceRequest(
                ref="r1",
                form_token="f1",
                contract_id=ada.books.contract.id,
                borrower_id=ada.person.id,
                kind=kind,
                status="review",
                asked_at=NOW,
            )
        )
    amy, path = await opened(house, ada)

    for outcome, (status, _) in deciding.outcomes_of(kind).items():
        if status != "declined":
            form = {"decision": outcome, "reply": REPLY, "reason": "Checked."}
            answer = await amy.post(path, data=form)
            assert answer.status_code == 422 or answer.headers["location"].endswith("proposed")
            assert asked(house.db).status == "review", outcome


async def test_an_erasure_that_cannot_be_is_not_proposed_and_says_why(house, ada):
    asks(ada, "erasure")
    amy, path = await opened(house, ada)

    page = (await amy.get(path)).text
    answer = await amy.post(path, data={"decision": "done", "reply": REPLY, "reason": "Asked."})

    assert "It cannot be done now" in page
    assert page.count("is still open: what it needs stays until then") == 2
    assert answer.status_code == 422
    assert "is still open" in answer.text
    assert rows(house.db, DeskProposal) == []
    no = {"decision": "declined", "reply": "Your contract for the car is still open."}
    assert (await amy.post(path, data=no)).status_code == 303
    assert asked(house.db).status == "declined"


async def test_what_is_named_one_by_one_erases_nobody(house, ada):
    asks(ada, "erasure", scope="some", details="My old phone number.")
    amy, path = await opened(house, ada)
    await amy.post(path, data={"decision": "done", "reply": REPLY, "reason": "Asked."})
    sam = await house.sign_in("sam", "supervisor")

    (row,) = rows(house.db, DeskProposal)
    assert "Decide erasure: done" in (await sam.get("/approvals")).text
    await sam.post(f"/approvals/{row.ref}/approve")

    assert asked(house.db).status == "done"
    assert "Ada Byron" in (await amy.get(f"/accounts/{ada.ref}")).text


async def test_papers_that_came_with_messages_stand_beside_a_request(house, ada):
    thread, file = sends_file(ada)
    asks(ada, "insurance")
    amy, path = await opened(house, ada)

    page = (await amy.get(path)).text

    assert f"/messages/{thread}/files/{file}" in page
    assert (await amy.get(f"/messages/{thread}/files/{file}")).status_code == 200


async def test_without_any_paper_nothing_is_said_of_papers(house, ada):
    sent = Written(borrower_id=ada.person.id, words="Hello", token="t")
    threads.start(ada.db, sent, subject="Hello", contract_ref=ada.ref, now=NOW)
    asks(ada, "insurance")
    amy, path = await opened(house, ada)

    assert "Papers that came" not in (await amy.get(path)).text
