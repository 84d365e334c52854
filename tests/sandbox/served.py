"""The sandbox behind a real server, with an endpoint beside it that keeps what it is sent."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from finance_portal.sandbox.app import create_app
from tests.gateways.checked import PREFIX, START

received: list[dict[str, str]] = []


async def take(request: Request) -> Response:
    body = (await request.body()).decode()
    received.append({"body": body, "signature": request.headers["Stripe-Signature"]})
    return Response(status_code=200)


async def show(_request: Request) -> Response:
    return JSONResponse(received)


sandbox = create_app(Path(os.environ["SANDBOX_STORE"]), start=START)
app = Starlette(
    routes=[
        Mount(PREFIX, sandbox),
        Route("/webhooks/stripe", take, methods=["POST"]),
        Route("/received", show),
        Mount("/", sandbox),  # Stripe's command line forgets the path of an address
    ]
)
