"""What else is asked of the sandbox: changes, lists and searches, each answered as Stripe does."""

import pytest

from finance_portal.sandbox.operations import OPERATIONS
from tests.gateways.checked import KEY, START
from tests.sandbox.asking import (
    ACCEPTED,
    BANK,
    DEBIT_CARD,
    announced,
    ask,
    confirmed,
    events,
    made,
    read,
)

pytestmark = pytest.mark.anyio


def test_36_paths_and_52_operations_are_simulated():
    assert len({asked.path for asked in OPERATIONS}) == 36
    assert len(OPERATIONS) == 52


async def test_the_account_is_the_sandboxs(world):
    assert "_sbx" in (await read(world, "/v1/account"))["id"]


async def test_a_customer_is_changed_listed_and_deleted(world):
    customer = await made(world, "/v1/customers", email="a@example.com")
    path = f"/v1/customers/{customer['id']}"
    method = await made(world, f"/v1/payment_methods/{BANK}/attach", customer=customer["id"])

    changed = await made(world, path, name="A", **{"metadata[of]": "B"})
    found = await read(world, "/v1/customers", email="a@example.com")
    deleted = await ask(world, "DELETE", path)

    assert (changed["name"], changed["email"], changed["metadata"]) == (
        "A",
        "a@example.com",
        {"of": "B"},
    )
    assert found["data"] == [changed]
    assert deleted.json()["deleted"]
    assert (await read(world, f"/v1/payment_methods/{method['id']}"))["customer"] is None
    assert (await ask(world, "GET", path)).status_code == 404


async def test_a_method_takes_a_name_and_words(world):
    method = await made(world, "/v1/payment_methods", type="card", **{"card[token]": "tok_visa"})

    changed = await made(
        world,
        f"/v1/payment_methods/{method['id']}",
        **{"billing_details[name]": "A", "metadata[of]": "B"},
    )

    assert (changed["billing_details"]["name"], changed["metadata"]) == ("A", {"of": "B"})


async def test_a_setup_is_changed_listed_and_canceled(world):
    customer = (await made(world, "/v1/customers"))["id"]
    setup = await made(world, "/v1/setup_intents", customer=customer)
    path = f"/v1/setup_intents/{setup['id']}"

    await made(world, path, description="D", payment_method=BANK, **{"metadata[of]": "B"})
    [listed] = (await read(world, "/v1/setup_intents", customer=customer))["data"]
    canceled = await made(world, f"{path}/cancel", cancellation_reason="abandoned")
    again = await ask(world, "POST", f"{path}/cancel")

    assert (listed["status"], listed["description"], listed["metadata"]) == (
        "requires_confirmation",
        "D",
        {"of": "B"},
    )
    assert canceled["status"] == "canceled"
    assert again.json()["error"]["code"] == "setup_intent_unexpected_state"


async def test_deposits_are_asked_for_by_an_option(world):
    option = "payment_method_options[us_bank_account][verification_method]"
    setup = await made(
        world,
        "/v1/setup_intents",
        payment_method=BANK,
        confirm="true",
        **{option: "microdeposits"},
        **ACCEPTED,
    )
    path = f"/v1/setup_intents/{setup['id']}/verify_microdeposits"

    without = await ask(world, "POST", path, **{"amounts[0]": "32", "amounts[1]": "45"})
    verified = await made(world, path, descriptor_code="SM11AA")

    assert setup["next_action"]["verify_with_microdeposits"]["microdeposit_type"] == (
        "descriptor_code"
    )
    assert without.json()["error"]["code"] == "parameter_missing"
    assert verified["status"] == "succeeded"


async def test_a_payment_is_changed_until_it_is_confirmed(world):
    intent = await announced(world)
    path = f"/v1/payment_intents/{intent['id']}"

    changed = await made(world, path, amount="500", description="D", **{"metadata[of]": "B"})
    too_small = await ask(world, "POST", path, amount="49")
    await made(world, f"{path}/confirm", off_session="true")
    late = await ask(world, "POST", path, amount="600")

    assert (changed["amount"], changed["metadata"]) == (500, {"of": "B"})
    assert too_small.json()["error"]["code"] == "amount_too_small"
    assert late.json()["error"]["code"] == "payment_intent_unexpected_state"


async def test_payments_are_searched_by_our_own_words(world):
    first = await announced(world, **{"metadata[payment_id]": "7"})
    await announced(world, **{"metadata[payment_id]": "8"})

    async def found(query):
        page = await read(world, "/v1/payment_intents/search", query=query)
        return [intent["id"] for intent in page["data"]]

    assert await found("metadata['payment_id']:'7'") == [first["id"]]
    assert await found("metadata['payment_id']:'7' AND status:'succeeded'") == []
    for query in ("amount>5", "metadata['payment_id']:'7' OR status:'succeeded'", ""):
        asked = await ask(world, "GET", "/v1/payment_intents/search", query=query)
        assert asked.status_code == 400


async def test_a_refund_tells_its_story_in_order(world):
    intent = await confirmed(world, BANK)
    await world.engine.move_to(START.replace(day=30))
    await made(world, "/v1/refunds", payment_intent=intent["id"])
    await world.engine.move_to(START.replace(month=12, day=4))

    assert (await events(world))[5:] == ["refund.created", "charge.refunded", "refund.updated"]


async def test_a_failed_refund_of_a_card_tells_so_and_counts_no_more(world):
    intent = await confirmed(world, "pm_card_refundFail")
    refund = await made(world, "/v1/refunds", payment_intent=intent["id"], amount="500")
    await world.engine.move_to(START.replace(hour=11))

    charge = await read(world, f"/v1/charges/{intent['latest_charge']}")
    assert (await read(world, f"/v1/refunds/{refund['id']}"))["status"] == "failed"
    assert (charge["amount_refunded"], charge["refunded"]) == (0, False)
    assert (await events(world))[-1] == "refund.failed"


async def test_a_refund_takes_words_and_is_not_canceled(world):
    intent = await confirmed(world, DEBIT_CARD)
    refund = await made(world, "/v1/refunds", charge=intent["latest_charge"], amount="500")
    path = f"/v1/refunds/{refund['id']}"

    changed = await made(world, path, **{"metadata[of]": "B"})
    listed = await read(world, "/v1/refunds", payment_intent=intent["id"])

    assert listed["data"] == [changed]
    assert (await ask(world, "POST", f"{path}/cancel")).status_code == 400
    assert (await ask(world, "POST", "/v1/refunds")).json()["error"]["param"] == "payment_intent"


@pytest.mark.parametrize(
    ("evidence", "status", "balance"),
    [("winning_evidence", "won", 12_500), ("losing_evidence", "lost", 0)],
)
async def test_evidence_decides_a_dispute_by_stripes_magic_words(world, evidence, status, balance):
    dispute = await disputed(world)
    path = f"/v1/disputes/{dispute['id']}"

    answered = await made(world, path, **{"evidence[uncategorized_text]": evidence})
    again = await ask(world, "POST", f"{path}/close")
    entries = (await read(world, "/v1/balance_transactions"))["data"]

    assert answered["status"] == status
    assert sum(entry["amount"] for entry in entries) == balance
    assert again.status_code == 400


async def test_other_evidence_is_looked_at(world):
    dispute = await disputed(world)

    words = {"evidence[uncategorized_text]": "They drove it home."}
    answered = await made(world, f"/v1/disputes/{dispute['id']}", **words)

    assert answered["status"] == "under_review"


async def test_a_dispute_that_is_given_up_is_lost(world):
    dispute = await disputed(world)

    closed = await made(world, f"/v1/disputes/{dispute['id']}/close")

    assert closed["status"] == "lost"
    assert (await events(world))[-3:] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
    ]


async def test_an_inquiry_that_ends_has_moved_nothing(world):
    dispute = await disputed(world, "pm_card_createDisputeInquiry")

    closed = await made(world, f"/v1/disputes/{dispute['id']}/close")
    refund = await made(world, "/v1/refunds", payment_intent=dispute["payment_intent"])

    assert (closed["status"], closed["balance_transactions"]) == ("warning_closed", [])
    assert refund["status"] == "succeeded"


async def disputed(world, token="pm_card_createDispute"):  # noqa: S107 a test token
    await world.engine.turn(card_dispute_seconds=0)
    intent = await confirmed(world, token)
    return (await read(world, "/v1/disputes", payment_intent=intent["id"]))["data"][0]


async def test_an_endpoint_is_changed_and_switched_off(world):
    fields = {"url": "http://127.0.0.1:18101/", "enabled_events[0]": "*"}
    path = f"/v1/webhook_endpoints/{(await made(world, '/v1/webhook_endpoints', **fields))['id']}"

    changed = await made(world, path, **{"enabled_events[0]": "charge.failed"}, disabled="true")
    await made(world, "/v1/customers")

    assert (changed["status"], changed["enabled_events"]) == ("disabled", ["charge.failed"])
    assert (await read(world, "/v1/events"))["data"][0]["pending_webhooks"] == 0


async def test_sessions_are_listed_and_expire_once(world):
    customer = (await made(world, "/v1/customers"))["id"]
    fields = {"mode": "setup", "currency": "usd", "customer": customer}
    session = await made(world, "/v1/checkout/sessions", success_url="http://localhost/", **fields)
    path = f"/v1/checkout/sessions/{session['id']}"

    expired = await made(world, f"{path}/expire")

    assert (expired["status"], expired["url"]) == ("expired", None)
    assert (await read(world, "/v1/checkout/sessions", customer=customer))["data"] == [expired]
    assert (await ask(world, "POST", f"{path}/expire")).status_code == 400
    assert (await events(world))[-1] == "checkout.session.expired"


@pytest.mark.parametrize("version", ["2026-08-26.dahlia", ""])
async def test_a_client_from_before_endive_still_names_types_as_it_did(world, version):
    fields = {"amount": "500", "currency": "usd", "payment_method_types[0]": "card"}
    async with world.client() as client:
        old = KEY | {"Stripe-Version": version}
        # Past the check of requests: this one is not of the installed package's version.
        response = await world.transport.inner.handle_async_request(
            client.build_request("POST", "/v1/payment_intents", data=fields, headers=old)
        )

    assert response.status_code == 200
    assert b'"payment_method_types":["card"]' in await response.aread()


async def test_a_fingerprint_is_the_accounts_and_not_the_borrowers(world):
    methods = []
    for _ in range(2):
        customer = (await made(world, "/v1/customers"))["id"]
        path = f"/v1/payment_methods/{BANK}/attach"
        methods.append(await made(world, path, customer=customer))

    first, second = (method["us_bank_account"]["fingerprint"] for method in methods)
    assert first == second
    assert methods[0]["id"] != methods[1]["id"]
