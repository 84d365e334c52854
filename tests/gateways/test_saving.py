"""Saving a method on the processor's page, and verifying it: what every processor promises."""

from datetime import date, timedelta

import pytest

from finance_portal.gateways.processor import ProcessorRefused
from tests.gateways.checked import START
from tests.gateways.hosted import VERIFY_BY_AMOUNTS, VERIFY_BY_CODE, choose
from tests.gateways.test_processors import order_of

pytestmark = pytest.mark.anyio

BACK = "http://localhost:3000/methods?cs={CHECKOUT_SESSION_ID}"
MISMATCH = "payment_method_microdeposit_verification_descriptor_code_mismatch"
TOO_OFTEN = "payment_method_microdeposit_verification_attempts_exceeded"
TOO_LATE = "payment_method_microdeposit_verification_timeout"


async def visited(world, kind="us_bank_account", key="visit-1", reference="S-1"):
    customer = await world.processor.create_customer(borrower_ref="B-1", key="cus-B-1")
    return await world.processor.begin_visit(
        customer=customer,
        kind=kind,
        reference=reference,
        success_url=BACK,
        cancel_url="http://localhost:3000/methods",
        key=key,
    )


async def saved(world, choice, **more):
    visit = await visited(world, **more)
    await choose(world, visit, choice)
    return await world.processor.setup(visit.setup_id)


async def test_a_visit_is_open_until_something_was_chosen(world):
    visit = await visited(world)
    setup = await world.processor.setup(visit.setup_id)

    assert (visit.status, visit.reference) == ("open", "S-1")
    assert visit.url.endswith(f"/_sandbox/stripe/checkout/{visit.id}")
    assert (setup.status, setup.method_id) == ("requires_payment_method", None)
    assert await world.processor.visit(visit.id) == visit


async def test_one_key_opens_one_visit(world):
    assert await visited(world) == await visited(world)


async def test_who_comes_back_brings_the_id_of_the_visit(world):
    visit = await visited(world)

    response = await choose(world, visit, "success")

    assert response.headers["location"] == f"http://localhost:3000/methods?cs={visit.id}"
    ended = await world.processor.visit(visit.id)
    assert (ended.status, ended.url) == ("complete", None)


async def test_an_account_whose_bank_tells_at_once_can_be_debited(world):
    setup = await saved(world, "success")
    method = await world.processor.method(setup.method_id)
    mandate = await world.processor.mandate(setup.mandate_id)
    intent = await world.processor.create_intent(order_of(method), key="create")

    assert setup.status == "succeeded"
    assert (method.customer, method.usable) == (setup.customer, True)
    assert (mandate.status, mandate.method_id) == ("active", method.id)
    assert (await world.processor.confirm(intent.id, key="confirm")).status == "processing"


async def test_a_card_tells_until_when_it_is_good(world):
    setup = await saved(world, "visa_debit", kind="card")
    method = await world.processor.method(setup.method_id)

    assert (method.funding, method.expires_on) == ("debit", date(2029, 12, 31))


async def test_deposits_arrive_on_the_next_banking_day(world):
    setup = await saved(world, VERIFY_BY_CODE)

    assert (setup.status, setup.verification) == ("requires_action", "descriptor_code")
    assert setup.arrives_on == date(2026, 11, 24)
    assert setup.hosted_url.endswith(f"/deposits/{setup.id}")
    assert (await world.processor.mandate(setup.mandate_id)).status == "pending"


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (VERIFY_BY_CODE, {"code": "SM11AA"}),
        (VERIFY_BY_CODE, {"code": " sm11aa "}),
        (VERIFY_BY_AMOUNTS, {"amounts": (32, 45)}),
        (VERIFY_BY_AMOUNTS, {"amounts": (45, 32)}),
    ],
)
async def test_what_arrived_verifies_the_account(world, choice, told):
    waiting = await saved(world, choice)

    verified = await world.processor.verify_deposits(waiting.id, **told)

    assert verified.status == "succeeded"
    assert (await world.processor.method(verified.method_id)).usable
    assert (await world.processor.mandate(verified.mandate_id)).status == "active"


@pytest.mark.parametrize(
    ("choice", "tries", "told"),
    [(VERIFY_BY_CODE, 10, {"code": "SM99ZZ"}), (VERIFY_BY_AMOUNTS, 3, {"amounts": (1, 2)})],
)
async def test_after_too_many_tries_the_account_is_given_up(world, choice, tries, told):
    waiting = await saved(world, choice)

    codes = []
    for _ in range(tries):
        with pytest.raises(ProcessorRefused) as refusal:
            await world.processor.verify_deposits(waiting.id, **told)
        codes.append(refusal.value.code)
    failed = await world.processor.setup(waiting.id)

    assert all(code.endswith("_mismatch") for code in codes[:-1])
    assert codes[-1] == failed.failure_code == TOO_OFTEN
    assert (failed.status, failed.method_id) == ("requires_payment_method", waiting.method_id)
    assert (await world.processor.mandate(waiting.mandate_id)).status == "inactive"
    with pytest.raises(ProcessorRefused):
        await world.processor.verify_deposits(waiting.id, code="SM11AA", amounts=(32, 45))


@pytest.mark.parametrize(("code", "why"), [("SM33CC", TOO_OFTEN), ("SM44DD", TOO_LATE)])
async def test_two_codes_fail_at_once(world, code, why):
    waiting = await saved(world, VERIFY_BY_CODE)

    with pytest.raises(ProcessorRefused) as refusal:
        await world.processor.verify_deposits(waiting.id, code=code)

    assert refusal.value.code == why
    assert (await world.processor.setup(waiting.id)).failure_code == why


async def test_deposits_that_nobody_verifies_time_out_after_ten_days(world):
    waiting = await saved(world, VERIFY_BY_CODE)

    await world.engine.move_to(START + timedelta(days=10, seconds=-1))
    assert (await world.processor.setup(waiting.id)).status == "requires_action"
    await world.engine.move_to(START + timedelta(days=10))

    assert (await world.processor.setup(waiting.id)).failure_code == TOO_LATE


async def test_some_accounts_take_no_deposits(world):
    waiting = await saved(world, "failMicrodeposits-code")

    await world.engine.move_to(START.replace(day=24))

    failed = await world.processor.setup(waiting.id)
    assert failed.failure_code == "payment_method_microdeposit_failed"


async def test_a_detached_method_can_never_be_used_again(world):
    setup = await saved(world, "success")
    method = await world.processor.method(setup.method_id)

    await world.processor.detach(method.id)
    gone = await world.processor.method(method.id)

    assert (gone.usable, gone.why_not) == (False, "detached")
    assert (await world.processor.mandate(setup.mandate_id)).status == "inactive"
    with pytest.raises(ProcessorRefused):
        await world.processor.create_intent(order_of(method), key="create")
    with pytest.raises(ProcessorRefused):
        await world.processor.detach(method.id)


async def test_a_visit_from_which_nobody_comes_back_ends_after_a_day(world):
    visit = await visited(world)

    await world.engine.move_to(START + timedelta(days=1))

    assert (await world.processor.visit(visit.id)).status == "expired"


async def test_an_unknown_visit_is_refused(world):
    with pytest.raises(ProcessorRefused) as refusal:
        await world.processor.visit("cs_unknown")

    assert refusal.value.code == "resource_missing"
