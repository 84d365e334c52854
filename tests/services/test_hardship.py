"""When paying is hard: what helps and what it costs, a person's answer, a promise to pay (1.23)."""

import secrets
from datetime import date, timedelta

import pytest

from finance_portal import jobs
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.events import Payment
from finance_portal.domain.relief import ReliefProblem, ReliefRefused
from finance_portal.models.closing import AccountFlag
from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment as PaymentRow
from finance_portal.models.requests import ServiceRequest
from finance_portal.models.security import SecurityEvent
from finance_portal.services import ledger, requests
from finance_portal.services.accounts import account
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.nightly.work import work_off
from finance_portal.services.relief import hardship, promises, service
from finance_portal.services.relief.hardship import HardshipRefused, Situation
from finance_portal.services.relief.menu import BY_PERSON, menu
from finance_portal.services.relief.promises import PromiseRefused
from finance_portal.services.relief.service import ServiceRefused
from finance_portal.services.requests import RequestOpen, new_form_token
from tests import make
from tests.services.desks import told, words
from tests.services.known import rows
from tests.services.obligors import NOW, both, bound, extend
from tests.services.payers import add_method
from tests.working.checker import recompute

TODAY = NOW.date()
DAY = date(2026, 12, 4)
TOLD = Situation(situation="health", months=3, wish="reduced_payment", details="In hospital")


@pytest.fixture
def ada(db, tmp_path):
    return bound(db, tmp_path)[0]


def helps(who, today=TODAY):
    return menu(who.db, borrower_id=who.person.id, contract_ref=who.ref, today=today).helps


def ask(who, told=TOLD, token=None):
    return hardship.ask(
        who.db,
        who.act,
        contract_ref=who.ref,
        form_token=token or new_form_token(),
        told=told,
        now=NOW,
    )


def promise(who, amount=581_52, on=DAY):
    return promises.promise(
        who.db,
        who.act,
        contract_ref=who.ref,
        form_token=new_form_token(),
        amount=amount,
        on=on,
        now=NOW,
    )


def keep(who, day):
    now = NOW.replace(year=day.year, month=day.month, day=day.day)
    return work_off(who.db, promises.keeping(now), now=now).done


def request(who):
    return rows(who.db, ServiceRequest)[-1]


def pay(who, on, amount):
    payment = Payment(effective_on=on, sequence=NEXT, id=secrets.token_hex(4), amount=amount)
    with who.db.begin() as session:
        happening = Happening(payment, secrets.token_hex(8))
        ledger.enter(session, who.books.contract.id, [happening], NOW)


def pay_here(who, at, amount, status="processing"):
    method = add_method(who.db, who.person.id)
    with who.db.begin() as session:
        session.add(
            PaymentRow(
                ref=secrets.token_hex(6), contract_id=who.books.contract.id,
                borrower_id=who.person.id, method_id=method.id, form_token=secrets.token_hex(6),
                amount_cents=amount, intent="regular", status=status,
                effective_on=at.date() + timedelta(days=3), expected_on=at.date(),
                submitted_at=at, changed_at=at, processor="sandbox", livemode=False,
                authorization="yes", ip="", user_agent="",
            )
        )  # fmt: skip


def test_the_ways_out_stand_in_the_order_of_what_they_cost(ada):
    found = helps(ada)

    costs = [each.cost for each in found if each.cost is not None]
    assert costs == sorted(costs)
    assert {each.key for each in found[:3]} == {"due_date", "promise", "extension"}
    assert [each.key for each in found[3:]] == list(BY_PERSON)
    assert found[-1].key == "surrender"


def test_each_way_out_says_what_it_costs_in_dollars(ada):
    assert all("$" in each.cost_words for each in helps(ada) if each.cost is not None)
    surrender = helps(ada)[-1]
    owed = ada.file().position(TODAY).payoff_on(TODAY)
    assert surrender.cost_words == f"Today ${owed // 100:,}.{owed % 100:02} is owed in all."


def test_what_is_not_possible_says_why_and_comes_after_what_is(ada):
    pay(ada, date(2026, 12, 1), 581_51)

    found = helps(ada, date(2026, 12, 3))

    due_date = next(each for each in found if each.key == "due_date")
    assert (due_date.cost, due_date.why_not) == (None, "Please pay what is past due first.")
    assert found[2] == due_date


def test_a_promise_costs_interest_and_a_late_charge_beyond_the_grace_period(ada):
    found = next(each for each in helps(ada) if each.key == "promise")

    per_diem = ada.file().position(TODAY).per_diem
    assert found.cost == round(per_diem * 14) + make.cents("29.08")
    assert "No late charge through December 11." in found.cost_words


def test_the_dollars_of_a_way_out_can_be_computed_again_from_their_lines(ada):
    found = {each.key: each for each in helps(ada)}

    assert recompute(found["promise"].working) == found["promise"].cost
    owed = ada.file().position(TODAY).payoff_on(TODAY)
    assert recompute(found["surrender"].working) == owed


def test_a_request_has_a_clock_of_five_banking_days_and_is_with_a_person(ada):
    ask(ada)

    found = request(ada)
    assert (found.status, found.option, found.months) == ("review", "reduced_payment", 3)
    assert found.answer_by == date(2026, 12, 1)
    assert "A person answers by December 1." in words(ada.db, "request_moved").paragraphs[0]
    assert rows(ada.db, SecurityEvent)[-1].kind == "hardship:asked"


def test_why_somebody_cannot_pay_is_nowhere_readable(ada):
    ask(ada)

    found = request(ada)
    kept = f"{found.content} {found.words} {found.option} {found.details_sealed}"
    assert "hospital" not in kept
    assert "health" not in kept
    assert "Illness" not in kept
    assert requests.details_of(found).splitlines() == [
        "Illness or an injury",
        "Some months",
        "In hospital",
    ]


def test_sent_twice_it_is_one_request(ada):
    token = new_form_token()

    assert ask(ada, token=token) == ask(ada, token=token)
    with pytest.raises(RequestOpen):
        ask(ada)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"situation": "lottery"}, "situation"),
        ({"months": 0}, "months"),
        ({"wish": "a new car"}, "wish"),
        ({"details": "x" * 2_001}, "details"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(ada, changes, field):
    values = {"situation": "other", "months": 1, "wish": "unsure"} | changes

    with pytest.raises(HardshipRefused) as refused:
        ask(ada, Situation(**values))

    assert refused.value.field == field


def test_nothing_is_changed_by_asking(ada):
    before = ada.file().position(TODAY)

    ask(ada)

    assert ada.file().position(TODAY).next_installment == before.next_installment


def test_under_a_hold_the_menu_names_somebody_instead(ada):
    with ada.db.begin() as session:
        session.add(
            AccountFlag(
                contract_id=ada.books.contract.id, kind="litigation", starts_on=TODAY,
                noted_at=NOW, noted_by="pat",
            )
        )  # fmt: skip

    found = menu(ada.db, borrower_id=ada.person.id, contract_ref=ada.ref, today=TODAY)

    assert found.helps == ()
    assert "legal team" in found.refused
    with pytest.raises(ReliefRefused) as refused:
        ask(ada)
    assert refused.value.problem is ReliefProblem.RESTRICTED


def test_a_promise_is_noted_and_changes_nothing(ada):
    before = ada.file().position(TODAY)

    promise(ada)

    found = request(ada)
    assert (found.kind, found.status) == ("promise", "scheduled")
    assert (found.amount_cents, found.on_date) == (581_52, DAY)
    assert "it is not a payment yet" in words(ada.db, "request_moved").paragraphs[0]
    assert ada.file().position(TODAY).next_installment == before.next_installment


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": TODAY - ONE_DAY}, "on"),
        ({"on": TODAY + timedelta(days=31)}, "on"),
        ({"amount": 0}, "amount"),
        ({"amount": 99_999_99}, "amount"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_beside_its_field(ada, changes, field):
    with pytest.raises(PromiseRefused) as refused:
        promise(ada, **changes)

    assert refused.value.field == field


def test_a_promise_is_looked_at_on_the_day_after(ada):
    promise(ada)

    assert keep(ada, DAY) == 0
    assert request(ada).status == "scheduled"
    assert keep(ada, DAY + ONE_DAY) == 1
    assert keep(ada, DAY + ONE_DAY) == 0


def test_money_that_came_keeps_the_promise(ada):
    promise(ada)
    pay(ada, DAY, 581_52)

    keep(ada, DAY + ONE_DAY)

    assert request(ada).status == "kept"
    assert words(ada.db, "request_moved").paragraphs == (promises.KEPT,)


def test_a_payment_made_on_its_evening_keeps_it_whenever_it_counts(ada):
    promise(ada)
    pay_here(ada, NOW.replace(month=12, day=4, hour=23), 581_52)

    keep(ada, DAY + ONE_DAY)

    assert request(ada).status == "kept"


@pytest.mark.parametrize("status", ["refused", "failed", "canceled", "returned"])
def test_a_payment_that_came_to_nothing_does_not(ada, status):
    promise(ada)
    pay_here(ada, NOW.replace(month=12, day=3), 581_52, status)

    keep(ada, DAY + ONE_DAY)

    assert request(ada).status == "broken"


def test_one_cent_less_and_one_day_late_are_not_what_was_promised(ada):
    promise(ada)
    pay(ada, DAY, 581_51)
    pay(ada, DAY + ONE_DAY, 1)

    keep(ada, DAY + ONE_DAY)

    assert request(ada).status == "broken"


def test_a_promise_that_was_not_kept_is_told_without_blame_and_changes_nothing(ada):
    promise(ada)
    before = ada.events()

    keep(ada, DAY + ONE_DAY)

    said = words(ada.db, "request_moved").paragraphs[0]
    assert "Nothing has changed because of it" in said
    assert "ask us for help" in said
    assert ada.events() == before


def test_a_promise_that_is_killed_while_it_is_judged_is_judged_and_told_once(ada, monkeypatch):
    promise(ada)
    pay(ada, DAY, 581_52)
    before, step = len(rows(ada.db, Message)), requests.step

    def dies_after(*args, **more):
        step(*args, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(promises.requests, "step", dies_after)
    with pytest.raises(KeyboardInterrupt):
        keep(ada, DAY + ONE_DAY)
    assert (request(ada).status, len(rows(ada.db, Message))) == ("scheduled", before)
    monkeypatch.undo()

    assert [keep(ada, DAY + ONE_DAY), keep(ada, DAY + ONE_DAY)] == [1, 0]
    assert (request(ada).status, len(rows(ada.db, Message))) == ("kept", before + 1)


def test_nights_that_were_missed_judge_a_promise_by_its_own_day(ada):
    promise(ada)
    pay(ada, DAY + ONE_DAY, 581_52)

    keep(ada, DAY + timedelta(days=9))

    assert request(ada).status == "broken"


def shown_of(who):
    return account(who.db, borrower_id=who.person.id, contract_ref=who.ref, today=TODAY).promised


def test_a_promise_stands_on_the_overview_until_it_is_over(ada):
    assert shown_of(ada) is None
    promise(ada)

    shown = shown_of(ada)
    assert (shown.on, shown.amount) == (DAY, 581_52)
    keep(ada, DAY + ONE_DAY)
    assert shown_of(ada) is None


def test_what_one_has_promised_the_other_does_not_see(db, tmp_path):
    ada, grace = both(db, tmp_path)
    promise(ada)

    assert shown_of(ada).amount == 581_52
    assert shown_of(grace) is None


def ask_service(who, since=date(2026, 10, 1), details="Deployed", token=None):
    return service.ask(
        who.db,
        who.act,
        contract_ref=who.ref,
        form_token=token or new_form_token(),
        since=since,
        details=details,
        now=NOW,
    )


def test_rights_in_service_are_asked_for_with_a_clock_and_without_papers(ada):
    token = new_form_token()

    assert ask_service(ada, token=token) == ask_service(ada, token=token)

    found = request(ada)
    assert (found.kind, found.status) == ("scra", "review")
    assert (found.on_date, found.answer_by) == (date(2026, 10, 1), date(2026, 12, 1))
    assert requests.details_of(found) == "Service since October 1, 2026\nDeployed"
    said = words(ada.db, "request_moved")
    assert said.subject == "Your rights in military service"
    assert "You need not send orders" in said.paragraphs[0]
    assert rows(ada.db, SecurityEvent)[-1].kind == "service:asked"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"since": date(1999, 12, 31)}, "since"), ({"details": "x" * 2_001}, "orders")],
)
def test_a_request_for_service_that_cannot_be_is_refused_beside_its_field(ada, changes, field):
    with pytest.raises(ServiceRefused) as refused:
        ask_service(ada, **changes)

    assert refused.value.field == field


def test_a_promise_that_was_taken_back_is_not_judged(ada):
    ref = promise(ada)
    requests.withdraw(ada.db, borrower_id=ada.person.id, ref=ref, now=NOW)
    before = len(rows(ada.db, Message))

    assert keep(ada, DAY + ONE_DAY) == 0
    assert len(rows(ada.db, Message)) == before


def test_after_an_extension_a_promise_is_a_request_of_its_own(ada):
    extend(ada)
    promise(ada)

    assert [each.status for each in rows(ada.db, ServiceRequest)] == ["granted", "scheduled"]
    assert told(ada.db, "agreement_made") == ["ada@example.com"]


@pytest.mark.anyio
async def test_the_night_looks_at_promises_and_lets_lapse_what_nobody_signed(ada):
    promise(ada)
    later = NOW + timedelta(days=60)

    names = {"promises", "lapse"}
    for step in jobs.Round(ada.db, None, later).steps():
        if step.name in names:
            await step.job()
            names.remove(step.name)

    assert names == set()
    assert request(ada).status == "broken"
