"""The page that shows what the demo would have mailed and texted. Only a demo has it."""

import re
from html import escape
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from finance_portal.api.doors import open_to_anyone
from finance_portal.gateways import outbox
from finance_portal.gateways.outbox import Sent
from finance_portal.settings import settings
from finance_portal.ui import theme

PAGE = "/_sandbox/outbox"
TEMPLATE = Path(__file__).with_suffix(".html")
SHOWN = 50
STILL = "still"  # in the address: the page does not load itself again

DEMO = "Only a demo has it, and there nothing is real."
EMPTY = (
    "<section><p>Nothing was sent yet. Codes and notices come here within a second.</p></section>"
)
AGAIN = '<meta http-equiv="refresh" content="5">'
STOP = f'<a href="{PAGE}?{STILL}=1">Stop</a>'
GO_ON = f'<a href="{PAGE}">Keep looking</a>'
NAMES = {"email": "Mail", "text": "Text message"}


def routes(folder: Path) -> list[BaseRoute]:
    """Return the route of the page over one outbox."""

    def show(request: Request) -> Response:
        is_still = STILL in request.query_params
        return HTMLResponse(_page(outbox.newest(folder, SHOWN), is_still=is_still))

    return [open_to_anyone(Route(PAGE, show, methods=["GET"]), reason=DEMO)]


def _page(messages: list[Sent], *, is_still: bool) -> str:
    """Return the page, the newest message first."""
    brand = settings.brand
    return Template(TEMPLATE.read_text()).substitute(
        brand=escape(brand.name),
        logo=escape(brand.logo),
        variables=theme.stylesheet(brand),
        again="" if is_still else AGAIN,
        looking="This page stands still." if is_still else "This page looks every 5 seconds.",
        switch=GO_ON if is_still else STOP,
        page=PAGE,
        messages="\n".join(map(_message, messages)) or EMPTY,
    )


def _message(sent: Sent) -> str:
    at = sent.at.astimezone(ZoneInfo(settings.time_zone))
    code = f'<p class="code">{escape(sent.code)}</p>' if sent.code else ""
    heading = sent.subject or NAMES[sent.channel]
    return f"""<section>
<p class="about">{NAMES[sent.channel]} to {escape(sent.to)} <time>{at:%b %d, %I:%M:%S %p}</time></p>
<h2>{escape(heading)}</h2>
{code}
<p class="words">{_linked(sent.words.strip())}</p>
</section>"""


def _linked(words: str) -> str:
    """Return words for the page, in which addresses of our own are links."""
    ours = re.escape(escape(settings.public_origin))
    return re.sub(rf"{ours}/[\w/#?=&;-]+", r'<a href="\g<0>">\g<0></a>', escape(words))
