"""Accounts and cards: saved on the processor's page, verified, named, ended, removed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from finance_portal.gateways.processor import ProcessorUnavailable
from finance_portal.models.messages import Message
from finance_portal.models.payments import MethodSetup, PaymentMethod
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import Login, SecurityEvent
from finance_portal.sandbox import hosted
from finance_portal.services import deposits, method_desk, method_news, method_setup
from finance_portal.services.deposits import DepositsRefused
from finance_portal.services.method_desk import MethodInUse
from finance_portal.services.method_setup import SetupRefused, Wanted
from finance_portal.services.payment_methods import (
    MethodNotFound,
    Standing,
    block_account,
    method_of,
    methods_of,
)
from finance_portal.services.security.desk import Act
from finance_portal.services.sessions import SignedIn
from finance_portal.services.throttle import Budgets, TooManyTries
from tests import make
from tests.make import MORNING
from tests.services.known import HOME, login

pytestmark = pytest.mark.anyio

BACK = "https://portal.test/methods"


@pytest.fixture
def act(db):
    known = login(db, proven=("ada@example.com", "+12125550143"))
    who = SignedIn(known.borrower_id, known.id, "s1", "Ada Byron", "password", MORNING)
    return Act(who, HOME, MORNING)


def methods(db, act):
    with db.read() as session:
        return methods_of(session, act.who.borrower_id, "stripe")


def row_of(db, act, ref):
    with db.read() as session:
        return method_of(session, act.who.borrower_id, ref)


def setups(db):
    with db.read() as session:
        return session.exec(select(MethodSetup).order_by(col(MethodSetup.id))).all()


def told(db, kind):
    with db.read() as session:
        return session.exec(select(Message).where(col(Message.kind) == kind)).all()


async def begin(db, world, act, kind="us_bank_account", click="click-0123456789ab", budgets=None):
    return await method_desk.begin_adding(
        db,
        world.processor,
        budgets or Budgets(),
        act,
        kind=kind,
        click=click,
        back=BACK,
        now=MORNING,
    )


async def choose(world, url, name):
    """Choose on the processor's page, and return where it leads back to."""
    return await world.engine.run(hosted.save, url.rpartition("/")[2], name)


async def add(db, world, act, name="success", kind="us_bank_account", click="click-0123456789ab"):
    """Add an account or a card as a borrower would, and come back."""
    url = await begin(db, world, act, kind, click)
    back = await choose(world, url, name)
    return await come_back(db, world, act, back)


async def come_back(db, world, act, back, now=MORNING):
    checkout = back.partition("cs=")[2]
    setup_id = method_setup.find(db, checkout=checkout, borrower_id=act.who.borrower_id)
    return await method_setup.settle(db, world.processor, setup_id, now=now)


async def test_an_account_that_is_confirmed_at_once_can_be_used_at_once(db, world, act):
    came = await add(db, world, act)

    assert (came.status, came.label) == ("done", "Checking ••6789")
    (method,) = methods(db, act)
    assert method.usable
    assert method.is_default
    assert len(told(db, "method_added")) == 2  # by mail and by text
    assert row_of(db, act, method.ref).mandate


async def test_coming_back_without_having_saved_anything_adds_nothing(db, world, act):
    await begin(db, world, act)
    (setup,) = setups(db)

    came = await method_setup.settle(db, world.processor, setup.id, now=MORNING)

    assert came.status == "open"
    assert methods(db, act) == []


async def test_a_return_address_of_somebody_else_finds_nothing(db, world, act):
    url = await begin(db, world, act)
    back = await choose(world, url, "success")
    other = login(db, "mallory")

    checkout = back.partition("cs=")[2]

    assert method_setup.find(db, checkout=checkout, borrower_id=other.borrower_id) is None


async def test_a_visit_that_was_begun_for_somebody_else_gives_no_method(db, world, act):
    mallory = login(db, "mallory")
    theirs = Act(
        SignedIn(mallory.borrower_id, mallory.id, "s2", "M", "password", MORNING), HOME, MORNING
    )
    back = await choose(world, await begin(db, world, theirs, click="click-of-mallory1"), "success")
    await begin(db, world, act)
    mine = setups(db)[-1]
    with db.begin() as session:  # as if the visits had been mixed up
        session.get(MethodSetup, setups(db)[0].id).checkout = None
        session.flush()
        session.get(MethodSetup, mine.id).checkout = back.partition("cs=")[2]

    came = await method_setup.settle(db, world.processor, mine.id, now=MORNING)

    assert (came.status, came.why) == ("failed", method_setup.NOT_YOURS)
    assert methods(db, act) == []


async def test_a_double_click_begins_one_visit(db, world, act):
    clicks = [begin(db, world, act), begin(db, world, act)]
    at_once = await asyncio.gather(*clicks, return_exceptions=True)
    afterwards = await begin(db, world, act)

    # The slower one may be told to try again: the processor is asked one thing at a time.
    assert {one for one in at_once if not isinstance(one, ProcessorUnavailable)} == {afterwards}
    assert len(setups(db)) == 1


async def test_a_click_that_was_somebody_elses_is_refused(db, world, act):
    await begin(db, world, act)
    other = login(db, "mallory")
    theirs = replace(act, who=replace(act.who, borrower_id=other.borrower_id, login_id=other.id))

    with pytest.raises(SetupRefused):
        await begin(db, world, theirs)


async def test_a_credit_card_is_refused_and_forgotten(db, world, act):
    came = await add(db, world, act, "visa", "card")

    assert (came.status, came.why) == ("failed", method_setup.CREDIT_CARD)
    assert methods(db, act) == []
    with db.read() as session:
        kept = session.exec(select(PaymentMethod)).one()
    assert kept.detached_at == MORNING
    assert (await world.processor.method(kept.method)).customer is None
    assert told(db, "method_added") == []


async def test_debit_and_prepaid_cards_are_taken(db, world, act):
    debit = await add(db, world, act, "visa_debit", "card")
    prepaid = await add(db, world, act, "mastercard_prepaid", "card", "click-of-prepaid")

    assert (debit.status, prepaid.status) == ("done", "done")


async def test_the_same_account_is_kept_once(db, world, act):
    await add(db, world, act)
    came = await add(db, world, act, click="click-once-more-1")

    assert (came.status, came.why) == ("failed", method_setup.HAVE_IT_ALREADY)
    assert len(methods(db, act)) == 1


async def test_an_account_is_verified_by_the_code_of_a_deposit(db, world, act):
    came = await add(db, world, act, "success-code")
    (waits,) = methods(db, act)
    assert came.status == "waiting"
    assert waits.standing is Standing.VERIFY
    assert not waits.usable
    assert not waits.is_default
    assert waits.tries_left == 10
    assert waits.arrives_on.isoformat() == "2026-11-24"
    assert told(db, "method_added") == []

    await tell(db, world, act, waits.ref, code=" sm11aa ")

    (method,) = methods(db, act)
    assert method.usable
    assert method.is_default
    assert len(told(db, "method_added")) == 2


async def test_an_account_is_verified_by_two_amounts(db, world, act):
    await add(db, world, act, "success-amounts")
    (waits,) = methods(db, act)

    await tell(db, world, act, waits.ref, first="0.32", second="$0.45")

    assert methods(db, act)[0].usable


async def tell(db, world, act, ref, now=MORNING, **form):
    await deposits.tell(
        db,
        world.processor,
        borrower_id=act.who.borrower_id,
        ref=ref,
        form=form,
        client=HOME,
        now=now,
    )


async def test_case_60_the_fourth_guess_of_micro_deposits_is_refused_unasked(db, world, act):
    await add(db, world, act, "success-amounts")
    (waits,) = methods(db, act)
    for left in ("2 more times", "1 more time", "too often"):
        with pytest.raises(DepositsRefused, match=left):
            await tell(db, world, act, waits.ref, first="0.11", second="0.12")

    with pytest.raises(DepositsRefused):
        await tell(db, world, act, waits.ref, first="0.32", second="0.45")

    (method,) = methods(db, act)
    assert not method.usable


async def test_case_60_guesses_at_the_same_time_share_the_tries(db, world, act):
    await add(db, world, act, "success-amounts")
    (waits,) = methods(db, act)

    guesses = [
        tell(db, world, act, waits.ref, first="0.11", second=f"0.{10 + n}") for n in range(6)
    ]
    refused = await asyncio.gather(*guesses, return_exceptions=True)

    assert all(isinstance(one, DepositsRefused) for one in refused)
    with db.read() as session:
        assert session.exec(select(PaymentMethod)).one().verification_tries == 3


async def test_a_slip_of_the_finger_costs_no_try(db, world, act):
    await add(db, world, act, "success-amounts")
    (waits,) = methods(db, act)

    with pytest.raises(DepositsRefused) as refused:
        await tell(db, world, act, waits.ref, first="0.32", second="45.00")

    assert refused.value.field == "second"
    assert methods(db, act)[0].tries_left == 3


async def test_a_lost_connection_costs_no_try(db, world, act, monkeypatch):
    await add(db, world, act, "success-amounts")
    (waits,) = methods(db, act)

    async def lost(*_args, **_named):
        raise ProcessorUnavailable("no answer")

    monkeypatch.setattr(type(world.processor), "verify_deposits", lost)
    with pytest.raises(DepositsRefused, match="try again"):
        await tell(db, world, act, waits.ref, first="0.32", second="0.45")

    assert methods(db, act)[0].tries_left == 3


async def test_deposits_that_nobody_told_of_run_out(db, world, act):
    await add(db, world, act, "success-code")
    later = MORNING + timedelta(days=11)
    await world.engine.move_to(later)

    await method_setup.finish_setups(db, world.processor, now=later)

    (method,) = methods(db, act)
    assert method.standing is Standing.BLOCKED
    assert "10 days" in method.why_not
    with pytest.raises(DepositsRefused):
        await tell(db, world, act, method.ref, now=later, code="SM11AA")


async def test_deposits_that_did_not_arrive_say_so(db, world, act):
    await add(db, world, act, "failMicrodeposits-code")
    later = MORNING + timedelta(days=3)
    await world.engine.move_to(later)

    await method_setup.finish_setups(db, world.processor, now=later)

    assert "did not reach" in methods(db, act)[0].why_not


async def test_the_job_finishes_a_visit_whose_borrower_never_came_back(db, world, act):
    await choose(world, await begin(db, world, act), "success")

    await method_setup.finish_setups(db, world.processor, now=MORNING)
    await method_setup.finish_setups(db, world.processor, now=MORNING)

    assert [one.usable for one in methods(db, act)] == [True]
    assert len(told(db, "method_added")) == 2  # once for each contact, however often it is looked


async def test_a_visit_that_nobody_used_is_over_after_a_day(db, world, act):
    await begin(db, world, act)
    later = MORNING + timedelta(days=2)
    await world.engine.move_to(later)

    await method_setup.finish_setups(db, world.processor, now=later)

    assert [one.status for one in setups(db)] == ["expired"]


async def test_nothing_is_added_while_a_sign_in_is_held(db, world, act):
    with db.begin() as session:
        session.get(Login, act.who.login_id).held_until = MORNING + timedelta(hours=72)

    with pytest.raises(SetupRefused, match="For your protection"):
        await begin(db, world, act)

    assert setups(db) == []


async def test_accounts_cannot_be_added_without_end(db, world, act):
    budgets = Budgets()
    for number in range(10):
        await begin(db, world, act, click=f"click-number-{number:06}", budgets=budgets)

    with pytest.raises(TooManyTries):
        await begin(db, world, act, click="click-of-too-much", budgets=budgets)


async def test_a_method_has_the_name_that_its_owner_gave_it(db, world, act):
    await add(db, world, act)
    ref = methods(db, act)[0].ref

    method_desk.rename(
        db, act, ref=ref, nickname="  Joint\u202e   account\n" + "x" * 60, now=MORNING
    )

    (method,) = methods(db, act)
    assert method.nickname.startswith("Joint account x")
    assert len(method.nickname) == 40
    assert method.name == f"{method.nickname} (Checking ••6789)"


async def test_there_is_one_default_and_it_can_be_changed(db, world, act):
    await add(db, world, act)
    await add(db, world, act, "visa_debit", "card", "click-of-the-card")
    card = methods(db, act)[1]

    method_desk.make_default(db, act, ref=card.ref, now=MORNING)

    assert [(one.label, one.is_default) for one in methods(db, act)] == [
        ("Visa debit card ••5556", True),
        ("Checking ••6789", False),
    ]


async def test_a_method_that_waits_cannot_be_the_default(db, world, act):
    await add(db, world, act, "success-code")

    with pytest.raises(MethodNotFound):
        method_desk.make_default(db, act, ref=methods(db, act)[0].ref, now=MORNING)


async def test_a_removed_method_is_forgotten_here_and_at_the_processor(db, world, act):
    await add(db, world, act)
    await add(db, world, act, "visa_debit", "card", "click-of-the-card")
    checking = methods(db, act)[0]
    processors = row_of(db, act, checking.ref).method

    await method_desk.remove(db, world.processor, act, ref=checking.ref, now=MORNING)

    assert [(one.label, one.is_default) for one in methods(db, act)] == [
        ("Visa debit card ••5556", True)
    ]
    assert (await world.processor.method(processors)).customer is None
    assert len(told(db, "method_removed")) == 2
    with pytest.raises(MethodNotFound):
        row_of(db, act, checking.ref)


async def test_a_removed_method_can_be_added_again(db, world, act):
    await add(db, world, act)
    ref = methods(db, act)[0].ref
    await method_desk.remove(db, world.processor, act, ref=ref, now=MORNING)

    came = await add(db, world, act, click="click-once-more-1")

    assert came.status == "done"
    assert methods(db, act)[0].usable


async def test_what_the_processor_could_not_forget_at_once_it_forgets_later(
    db, world, act, monkeypatch
):
    await add(db, world, act)
    method = row_of(db, act, methods(db, act)[0].ref)

    async def lost(*_args):
        raise ProcessorUnavailable("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(type(world.processor), "detach", lost)
        await method_desk.remove(db, world.processor, act, ref=method.ref, now=MORNING)
    assert (await world.processor.method(method.method)).customer is not None

    await method_setup.finish_setups(db, world.processor, now=MORNING)

    assert (await world.processor.method(method.method)).customer is None


async def test_a_method_that_a_scheduled_payment_uses_stays(db, world, act, tmp_path):
    books = make.boarded(db, tmp_path)
    await add(db, world, act)
    method = row_of(db, act, methods(db, act)[0].ref)
    with db.begin() as session:
        session.add(
            ScheduledPayment(
                ref="S-1",
                contract_id=books.contract.id,
                borrower_id=act.who.borrower_id,
                method_id=method.id,
                form_token="t",
                pay_on=MORNING.date() + timedelta(days=3),
                amount_cents=100,
                intent="regular",
                status="waiting",
                made_at=MORNING,
                changed_at=MORNING,
                authorization="",
                ip="",
                user_agent="",
            )
        )

    with pytest.raises(MethodInUse) as refused:
        await method_desk.remove(db, world.processor, act, ref=method.ref, now=MORNING)

    assert refused.value.by == "scheduled"
    assert len(methods(db, act)) == 1


async def test_nobody_reaches_the_method_of_somebody_else(db, world, act):
    await add(db, world, act)
    ref = methods(db, act)[0].ref
    other = login(db, "mallory")
    theirs = replace(act, who=replace(act.who, borrower_id=other.borrower_id, login_id=other.id))

    for attempt in (
        lambda: method_desk.rename(db, theirs, ref=ref, nickname="mine", now=MORNING),
        lambda: method_desk.make_default(db, theirs, ref=ref, now=MORNING),
    ):
        with pytest.raises(MethodNotFound):
            attempt()
    with pytest.raises(MethodNotFound):
        await method_desk.remove(db, world.processor, theirs, ref=ref, now=MORNING)
    with pytest.raises(MethodNotFound):
        await tell(db, world, theirs, ref, code="SM11AA")


async def test_an_account_is_blocked_for_everybody_who_has_saved_it(db, world, act):
    await add(db, world, act)
    other = login(db, "priya")
    theirs = replace(act, who=replace(act.who, borrower_id=other.borrower_id, login_id=other.id))
    await add(db, world, theirs, click="click-of-priya-01")
    with db.begin() as session:
        mine = method_of(session, act.who.borrower_id, methods(db, act)[0].ref)
        blocked = block_account(session, mine, "Your bank says it is closed.")

    assert len(blocked) == 2
    assert methods(db, theirs)[0].standing is Standing.BLOCKED
    assert methods(db, theirs)[0].why_not == "Your bank says it is closed."


async def test_a_blocked_account_stays_blocked_when_it_is_added_again(db, world, act):
    await add(db, world, act)
    with db.begin() as session:
        mine = method_of(session, act.who.borrower_id, methods(db, act)[0].ref)
        block_account(session, mine, "Your bank says it is closed.")

    await add(db, world, act, click="click-once-more-1")

    assert [one.usable for one in methods(db, act)] == [False, False]


async def test_a_mandate_that_ended_ends_the_method_and_is_told(db, world, act):
    await add(db, world, act)
    method = row_of(db, act, methods(db, act)[0].ref)

    async def inactive(_self, _id):
        return replace(await original(world.processor, _id), status="inactive")

    original = type(world.processor).mandate
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(world.processor), "mandate", inactive)
        for _ in range(2):
            await method_news.apply(
                db, world.processor, subject="mandate", object_id=method.mandate, now=MORNING
            )

    (seen,) = methods(db, act)
    assert seen.standing is Standing.BLOCKED
    assert "permission" in seen.why_not
    assert len(told(db, "method_ended")) == 2


async def test_news_of_what_is_not_ours_changes_nothing(db, world, act):
    for subject in ("checkout.session", "setup_intent", "payment_method"):
        await method_news.apply(
            db, world.processor, subject=subject, object_id="nobodys", now=MORNING
        )

    assert methods(db, act) == []


async def test_a_card_cannot_be_used_after_its_last_day(db, world, act):
    await add(db, world, act, "visa_debit", "card")
    with db.begin() as session:
        session.exec(select(PaymentMethod)).one().expires_on = MORNING.date() - timedelta(days=1)

    await method_setup.finish_setups(db, world.processor, now=MORNING)

    (method,) = methods(db, act)
    assert not method.usable
    assert "expired" in method.why_not


async def test_i16_every_change_of_a_method_is_in_the_audit_trail(db, world, act):
    await add(db, world, act)
    ref = methods(db, act)[0].ref
    method_desk.rename(db, act, ref=ref, nickname="Joint", now=MORNING)
    method_desk.make_default(db, act, ref=ref, now=MORNING)
    await method_desk.remove(db, world.processor, act, ref=ref, now=MORNING)

    with db.read() as session:
        lines = session.exec(select(SecurityEvent).order_by(col(SecurityEvent.id))).all()
    assert [line.kind for line in lines] == [
        "method:added",
        "method:renamed",
        "method:default",
        "method:removed",
    ]
    assert {line.subject for line in lines} == {ref}


async def test_case_60_no_number_and_no_processor_id_is_logged(db, world, act, caplog):
    caplog.set_level("DEBUG")
    await add(db, world, act, "success-amounts")
    with pytest.raises(DepositsRefused):
        await tell(db, world, act, methods(db, act)[0].ref, first="0.11", second="0.12")

    ours = "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("finance_portal")
    )
    for secret in ("000123456789", "110000000", "pm_", "seti_", "cus_", "cs_test"):
        assert secret not in ours


async def test_a_guest_is_one_visit_without_a_borrower(db, world):
    wanted = Wanted(ref="guest-0123456789", kind="card", borrower_id=None, back=BACK)

    url = await method_setup.begin(db, world.processor, wanted, now=MORNING)
    await choose(world, url, "visa_debit")
    came = await method_setup.settle(db, world.processor, setups(db)[0].id, now=MORNING)

    assert came.status == "done"
    with db.read() as session:
        kept = session.exec(select(PaymentMethod)).one()
    assert kept.borrower_id is None
    assert not kept.is_default
