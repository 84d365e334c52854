"""The page that says that there is no such page, in the language of its reader.

The server of files knows one such page for all languages, the English one in its root.
"""

from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from finance_portal.language import ENGLISH

PAGE = "404.html"


async def serve(app: ASGIApp, scope: Scope, receive: Receive, send: Send, spoken: str) -> None:
    """Pass a request on; where no page is found in a folder of a language, answer from there."""
    if spoken == ENGLISH or not scope["path"].startswith(f"/{spoken}/"):
        await app(scope, receive, send)
        return
    is_missing = False

    async def held_back(message: Message) -> None:
        nonlocal is_missing
        is_missing = is_missing or message.get("status") == HTTPStatus.NOT_FOUND
        if not is_missing:
            await send(message)

    async def as_missing(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["status"] = HTTPStatus.NOT_FOUND.value
        await send(message)

    await app(scope, receive, held_back)
    if is_missing:
        path = f"/{spoken}/{PAGE}"
        await app({**scope, "path": path, "raw_path": path.encode()}, receive, as_missing)
