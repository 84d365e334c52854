"""Builders for what the sandbox is asked, as form fields."""

from typing import Any

import httpx

from tests.gateways.checked import CheckedSandbox

BANK, DEBIT_CARD = "pm_usBankAccount_success", "pm_card_visa_debit"
ACCEPTED = {"mandate_data[customer_acceptance][type]": "offline"}


async def ask(
    world: CheckedSandbox, method: str, path: str, key: str | None = None, **fields: str
) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    async with world.client() as client:
        if method == "GET":
            return await client.get(path, params=fields, headers=headers)
        return await client.request(method, path, data=fields, headers=headers)


async def made(world: CheckedSandbox, path: str, **fields: str) -> dict[str, Any]:
    response = await ask(world, "POST", path, **fields)
    assert response.status_code == 200, response.text
    return response.json()


async def read(world: CheckedSandbox, path: str, **fields: str) -> dict[str, Any]:
    response = await ask(world, "GET", path, **fields)
    assert response.status_code == 200, response.text
    return response.json()


async def announced(world: CheckedSandbox, token: str = DEBIT_CARD, **more: str) -> dict[str, Any]:
    fields = {"amount": "12500", "currency": "usd", "payment_method": token}
    return await made(world, "/v1/payment_intents", **fields | more)


async def confirmed(world: CheckedSandbox, token: str = BANK) -> dict[str, Any]:
    intent = await announced(world, token)
    consent = ACCEPTED if token.startswith("pm_usBankAccount") else {"off_session": "true"}
    return await made(world, f"/v1/payment_intents/{intent['id']}/confirm", **consent)


async def events(world: CheckedSandbox) -> list[str]:
    """Return the types of all events, oldest first."""
    page = await read(world, "/v1/events", limit="100")
    return [event["type"] for event in reversed(page["data"])]
