"""The hosted pages of the sandbox, used as a browser uses them."""

import httpx

from tests.gateways.checked import CheckedSandbox

VERIFY_BY_CODE, VERIFY_BY_AMOUNTS = "success-code", "success-amounts"


def browser(world: CheckedSandbox) -> httpx.AsyncClient:
    """Return a client without a key, as a browser has none."""
    return httpx.AsyncClient(transport=world.transport)


async def choose(world: CheckedSandbox, visit, choice: str) -> httpx.Response:
    """Choose an account or a card on the page of a visit; the answer is the way back."""
    async with browser(world) as client:
        return await client.post(visit.url, data={"choice": choice})
