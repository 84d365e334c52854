"""Where others look for what they need to know: whom to tell, and where passwords change (B4)."""

from datetime import UTC, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from finance_portal.api.doors import open_to_anyone
from finance_portal.api.portal import portal_of
from finance_portal.services.document_keys import published
from finance_portal.settings import settings
from finance_portal.ui import routes

SECURITY_TXT = "/.well-known/security.txt"
DOCUMENT_KEYS = routes.DOCUMENT_KEYS
CHANGE_PASSWORD = "/.well-known/change-password"  # noqa: S105 an address
VALID_FOR = timedelta(days=180)  # RFC 9116: less than a year
LINES = """\
# Have you found a weakness in this portal? Please tell us before anyone else. Do not open accounts
# of other people, do not change anything, and we will not pursue you for it.
Contact: mailto:{email}
Expires: {expires}
Preferred-Languages: en
Canonical: {origin}{path}
"""


async def security_txt(request: Request) -> Response:
    """Say whom to tell about a weakness (RFC 9116)."""
    portal = portal_of(request)
    expires = (portal.now() + VALID_FOR).astimezone(UTC)
    return PlainTextResponse(
        LINES.format(
            email=portal.settings.brand.support_email,
            expires=f"{expires:%Y-%m-%dT%H:%M:%SZ}",
            origin=portal.settings.public_origin,
            path=SECURITY_TXT,
        )
    )


async def document_keys(_request: Request) -> Response:
    """Tell by which keys anybody checks the seals of our documents, without us."""
    return JSONResponse(
        {
            "issuer": settings.brand.legal_entity,
            "seal": "seal-1",
            "algorithm": "Ed25519",
            "keys": [
                {"id": each.id, "public_key": each.digits, "seals_today": each.seals}
                for each in published()
            ],
        }
    )


async def change_password(_request: Request) -> Response:
    """Send a password manager to the page on which a password is changed."""
    return RedirectResponse(routes.SECURITY, 302)


ROUTES = [
    open_to_anyone(
        Route(DOCUMENT_KEYS, document_keys, methods=["GET"]),
        reason="Public keys: whoever holds a document of ours checks it by them.",
    ),
    open_to_anyone(
        Route(SECURITY_TXT, security_txt, methods=["GET"]),
        reason="Whoever finds a weakness must be able to tell us.",
    ),
    open_to_anyone(
        Route(CHANGE_PASSWORD, change_password, methods=["GET"]),
        reason="A password manager asks for it; it only redirects.",
    ),
]
