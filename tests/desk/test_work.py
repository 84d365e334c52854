"""Requests by their clock, what needs a person, figures, and what auditors read."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from finance_portal.models.desk import DeskMark, DeskProposal
from finance_portal.models.nightly import JobRun, SetAside
from finance_portal.models.payments import Payment, Reconciliation
from finance_portal.models.requests import ServiceRequest
from finance_portal.models.security import SecurityCase
from finance_portal.services.desk import numbers, requesting, reviews
from finance_portal.services.relief import hardship, service
from finance_portal.services.relief.hardship import Situation
from finance_portal.services.requests import new_form_token
from tests import make
from tests.desk.house import look
from tests.gateways.checked import checked_sandbox
from tests.make import MORNING
from tests.services.desks import words
from tests.services.known import rows
from tests.services.obligors import NOW, bound
from tests.services.test_audit import tamper

pytestmark = pytest.mark.anyio

XSS = "<script>alert(1)</script>"
TOLD = Situation(situation="costs", months=1, wish="unsure", details=f"The roof leaks {XSS}")
REPLY = "We move one payment to the end."


@pytest.fixture
def ada(db, tmp_path):
    """Ada, who asks for help."""
    ada = bound(db, tmp_path)[0]
    hardship.ask(db, ada.act, contract_ref=ada.ref, form_token=new_form_token(), told=TOLD, now=NOW)
    return ada


def asked(db):
    return rows(db, ServiceRequest)[-1]


async def opened(house, ada, name="amy", role="agent"):
    browser = await house.sign_in(name, role)
    await look(browser, ada.ref, "request")
    return browser, f"/accounts/{ada.ref}/requests/{asked(house.db).ref}"


async def test_the_queue_shows_the_clock_and_nothing_that_was_written(house, ada):
    amy = await house.sign_in("amy", "agent")

    page = (await amy.get("/requests")).text

    assert "Hardship" in page
    assert "Dec 1, 2026" in page
    assert "roof" not in page
    late = requesting.queue(house.db, asked(house.db).answer_by + timedelta(days=1))
    assert [each.is_late for each in late] == [True]


async def test_case_64_the_borrowers_words_are_read_and_inert(house, ada):
    amy, path = await opened(house, ada)

    page = (await amy.get(path)).text

    assert "The roof leaks &lt;script&gt;" in page
    assert "<script" not in page


async def test_help_is_granted_by_two(house, ada):
    amy, path = await opened(house, ada)

    answer = await amy.post(
        path, data={"decision": "granted", "reply": REPLY, "reason": "First time in three years."}
    )

    assert answer.headers["location"].endswith("?done=proposed")
    assert asked(house.db).status == "review"
    (row,) = rows(house.db, DeskProposal)
    sam = await house.sign_in("sam", "supervisor")
    assert REPLY in (await sam.get("/approvals")).text
    await sam.post(f"/approvals/{row.ref}/approve")
    assert (asked(house.db).status, asked(house.db).decided_by) == ("granted", "Amy")
    assert words(house.db, "request_moved").paragraphs[-1] == REPLY


async def test_granting_is_proposed_once_at_a_time(house, ada):
    amy, path = await opened(house, ada)
    form = {"decision": "granted", "reply": REPLY, "reason": "Yes."}
    await amy.post(path, data=form)

    assert (await amy.post(path, data=form)).status_code == 422
    assert len(rows(house.db, DeskProposal)) == 1


async def test_no_is_said_at_once_and_with_its_reason(house, ada):
    amy, path = await opened(house, ada)

    for reply, status in ((" ", 422), ("The contract does not allow it. Call us.", 303)):
        answer = await amy.post(path, data={"decision": "declined", "reply": reply})
        assert answer.status_code == status

    assert (asked(house.db).status, asked(house.db).decided_by) == ("declined", "Amy")
    assert house.trail("desk:request:declined")[0].detail["request"] == asked(house.db).ref


async def test_a_request_declined_meanwhile_is_not_granted_by_an_old_proposal(house, ada):
    amy, path = await opened(house, ada)
    await amy.post(path, data={"decision": "granted", "reply": REPLY, "reason": "Yes."})
    await amy.post(path, data={"decision": "declined", "reply": "No."})
    sam = await house.sign_in("sam", "supervisor")

    (row,) = rows(house.db, DeskProposal)
    answer = await sam.post(f"/approvals/{row.ref}/approve")

    assert answer.status_code == 422
    assert asked(house.db).status == "declined"


async def test_rights_in_service_are_granted_by_the_flag_alone(house, db, tmp_path):
    ada = bound(db, tmp_path)[0]
    form = {"contract_ref": ada.ref, "form_token": new_form_token()}
    service.ask(db, ada.act, **form, since=NOW.date(), details="", now=NOW)
    amy, path = await opened(house, ada)

    answer = await amy.post(path, data={"decision": "granted", "reply": "Yes."})

    assert answer.status_code == 422
    assert "Set the flag for service" in answer.text


async def test_another_accounts_request_is_not_read_through_this_one(house, ada, tmp_path):
    other = make.boarded(
        house.db,
        tmp_path,
        make.loan(id="L9", borrowers=[{"id": "P9", "first_name": "Eve", "last_name": "Other"}]),
    )
    amy = await house.sign_in("amy", "agent")
    await look(amy, other.contract.ref)
    path = f"/accounts/{other.contract.ref}/requests/{asked(house.db).ref}"

    assert (await amy.get(path)).status_code == 404
    answer = await amy.post(path, data={"decision": "declined", "reply": "No."})
    assert (answer.status_code, asked(house.db).status) == (404, "review")


@pytest.fixture
async def odd(house, books, tmp_path):
    """A payment that needs a person."""
    world = checked_sandbox(tmp_path / "sandbox.db")
    method = await make.method(house.db, world.processor, books.borrower_id, make.CHECKING)
    paid = await make.pay(books, world.processor, method, "100.00")
    world.engine.close()
    with house.db.begin() as session:
        session.execute(update(Payment).values(review=f"A second intent exists. {XSS}"))
    return paid


async def test_a_payment_that_needs_a_person_is_shown_marked_and_noted(house, odd):
    amy = await house.sign_in("amy", "agent")
    page = (await amy.get("/reviews")).text
    assert odd in page
    assert "A second intent exists. &lt;script&gt;" in page
    assert reviews.waiting(house.db) == 1

    row = rows(house.db, Payment)[0].id
    form = {"kind": "payment", "row": str(row), "note": f"Refunded there {XSS}"}
    answer = await amy.post("/reviews", data=form)

    assert answer.headers["location"] == "/reviews?done=marked"
    assert reviews.waiting(house.db) == 0
    assert "Refunded there &lt;script&gt;" in (await amy.get("/reviews")).text
    assert rows(house.db, DeskMark)[0].user_id == house.ids["amy"]
    assert rows(house.db, Payment)[0].review is not None


async def test_what_turns_up_anew_needs_another_look(house, odd):
    amy = await house.sign_in("amy", "agent")
    row = rows(house.db, Payment)[0].id
    await amy.post("/reviews", data={"kind": "payment", "row": str(row), "note": "Done."})

    with house.db.begin() as session:
        session.execute(update(Payment).values(review="The processor received 1 cents for it."))

    assert reviews.waiting(house.db) == 1


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "payment", "row": "99", "note": "x"},
        {"kind": "nonsense", "row": "1", "note": "x"},
        {"kind": "payment", "row": "one", "note": "x"},
        {"kind": "payment", "row": "1" * 40, "note": "x"},
        {"kind": "payment", "row": "1", "note": " "},
    ],
)
async def test_what_does_not_wait_is_not_marked(house, odd, form):
    amy = await house.sign_in("amy", "agent")

    assert (await amy.post("/reviews", data=form)).status_code == 422
    assert rows(house.db, DeskMark) == []


async def test_what_a_job_set_aside_is_tried_again_once_somebody_has_looked(house, books):
    with house.db.begin() as session:
        session.add(
            SetAside(job="bill", contract_id=books.contract.id, reason="No terms.", at=house.now)
        )
    amy = await house.sign_in("amy", "agent")

    row = rows(house.db, SetAside)[0].id
    await amy.post("/reviews", data={"kind": "set_aside", "row": str(row), "note": "Terms fixed."})

    assert rows(house.db, SetAside) == []
    assert rows(house.db, DeskMark)[0].finding == "No terms."


async def test_the_numbers_are_those_of_the_ledger(house, books):
    found = numbers.numbers(house.db, processor="stripe", now=MORNING)

    assert [(each.name, each.count, each.amount) for each in found.contracts] == [
        ("Loan, open", 1, make.cents("29640.40"))
    ]
    assert [(each.count, each.amount) for each in found.late] == [
        (0, 0),
        (0, 0),
        (0, 0),
        (1, make.cents("29640.40")),
    ]
    assert (found.debits, found.returns_rate) == (0, "0.0 %")


async def test_payments_of_the_day_are_counted_by_what_became_of_them(house, odd):
    found = numbers.numbers(house.db, processor="stripe", now=MORNING)

    assert [(each.name, each.count, each.amount) for each in found.payments] == [
        ("processing", 1, make.cents("100.00"))
    ]
    tomorrow = numbers.numbers(house.db, processor="stripe", now=MORNING + timedelta(days=1))
    assert tomorrow.payments == ()
    assert found.debits == 1


async def test_runs_of_jobs_and_the_daily_comparison_are_shown(house, db):
    with db.begin() as session:
        session.add(
            JobRun(
                job="late charges",
                business_date=MORNING.date(),
                started_at=MORNING,
                failure="It stopped.",
            )
        )
        session.add(
            Reconciliation(
                processor="stripe",
                business_date=MORNING.date(),
                made_at=MORNING,
                processor_cents=100,
                ledger_cents=99,
                findings=["payment pi_1: 100 cents at the processor, 99 in the books"],
            )
        )
    amy = await house.sign_in("amy", "agent")

    page = (await amy.get("/runs")).text

    for words_shown in ("late charges", "It stopped.", "$1.00", "$0.99", "100 cents at the"):
        assert words_shown in page


async def test_an_auditor_reads_who_looked_where_and_why(house, ref):
    amy = await house.sign_in("amy", "agent")
    await look(amy, ref, "complaint", "letter of Monday")
    audra = await house.sign_in("audra", "auditor")

    page = (await audra.get("/looks")).text

    assert "A complaint is investigated" in page
    assert "letter of Monday" in page
    assert "Nobody has opened an account" in (await audra.get("/looks?by=sam")).text
    assert "letter of Monday" in (await audra.get(f"/looks?account={ref}")).text


async def test_an_auditor_reads_the_trail_and_verifies_it(house, ref):
    amy = await house.sign_in("amy", "agent")
    await look(amy, ref)
    audra = await house.sign_in("audra", "auditor")

    page = (await audra.get("/trail?kind=desk:account")).text
    assert "desk:account:opened" in page
    assert "desk:sign_in" not in page.partition("<tbody>")[2]
    assert "All in order" in (await audra.post("/trail")).text
    assert house.trail()[-1].kind == "desk:trail:verified:whole"

    tamper(
        house.db,
        "UPDATE security_event SET subject = 'another' WHERE kind = 'desk:account:opened'",
    )
    assert "was changed or moved" in (await audra.post("/trail")).text


@pytest.mark.parametrize(
    "query", ["before=1", "before=x", "on=2026-11-23", "on=never", "about=%25", "kind=%27"]
)
async def test_case_45_odd_questions_to_the_trail_are_answered(house, query):
    audra = await house.sign_in("audra", "auditor")

    assert (await audra.get(f"/trail?{query}")).status_code == 200


async def test_the_demo_shows_its_codes_and_production_has_no_such_page(house):
    browser = house.browser()

    assert (await browser.get("/_demo/codes")).status_code == 200
    assert rows(house.db, SecurityCase) == []
