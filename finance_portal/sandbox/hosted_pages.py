"""What a browser sees of the sandbox: saving a method, telling deposits, approving a payment.

These pages ask for no key. Whoever knows the address of one may use it, as at Stripe.
"""

from collections.abc import Callable
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import parse_qs

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from finance_portal.sandbox import confirmations, hosted, microdeposits, setup_intents
from finance_portal.sandbox.engine import Sandbox
from finance_portal.sandbox.hosted import Choice, ChoiceRefused, PageOver
from finance_portal.sandbox.refusals import Refusal
from finance_portal.sandbox.store import Store, Thing

TEMPLATE = Path(__file__).with_suffix(".html")
PATHS = ("/checkout/", "/deposits/", "/authenticate/")
GONE, REFUSED = 410, 422
ONLY_TEST = "Each of these stands for one way in which a payment can end. None is real."
PROMISE = (
    "By saving a bank account you allow debits from it as you have authorized them, until you "
    "revoke that."
)

Form = dict[str, str]
Work = Callable[[Store, str, Form], str]


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the hosted pages of a sandbox."""

    def page(path: str, show: Callable[[Store, str], str], act: Work) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _answer(sandbox, request, show, act)

        return Route(path, endpoint, methods=["GET", "POST"])

    return [
        page("/checkout/{id}", _checkout, _save),
        page("/deposits/{id}", _deposits, _tell),
        page("/authenticate/{id}", _question, _approve),
    ]


def is_hosted(path: str) -> bool:
    """Say whether a path is that of a page for browsers."""
    return path.startswith(PATHS)


async def _answer(
    sandbox: Sandbox, request: Request, show: Callable[[Store, str], str], act: Work
) -> Response:
    thing_id = request.path_params["id"]
    tell = BackgroundTask(sandbox.announce)
    try:
        if request.method == "GET":
            return _page(await sandbox.run(show, thing_id))
        to = await sandbox.run(act, thing_id, await _form(request))
        return RedirectResponse(to, 303, background=tell) if to else _page(DONE)
    except PageOver as over:
        return _page(f"<h1>Nothing to do here</h1><p>{escape(str(over))}</p>", GONE)
    except (ChoiceRefused, Refusal) as refusal:
        shown = await sandbox.run(_again, show, thing_id)
        said = f'<p class="error" role="alert">{escape(str(refusal))}</p>{shown}'
        answer: Response = _page(said, REFUSED)
        answer.background = tell
        return answer


DONE = "<h1>Done</h1><p>You can close this page.</p>"


def _again(store: Store, show: Callable[[Store, str], str], thing_id: str) -> str:
    """Return the page once more, or nothing where there is nothing left to do on it."""
    try:
        return show(store, thing_id)
    except PageOver as over:
        return f"<p>{escape(str(over))}</p>"


async def _form(request: Request) -> Form:
    sent = (await request.body()).decode(errors="replace")
    return {name: values[-1] for name, values in parse_qs(sent).items()}


def _page(content: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(Template(TEMPLATE.read_text()).substitute(content=content), status)


def _checkout(store: Store, session_id: str) -> str:
    session = hosted.open_session(store, session_id)
    lines = "".join(map(_line, hosted.choices(session)))
    back = session["cancel_url"]
    cancel = f'<p><a class="alone" href="{escape(back)}">Cancel and go back</a></p>' if back else ""
    return f"""<h1>Save a way to pay</h1>
<form method="post"><fieldset><legend>Choose a test account</legend>
<p>{ONLY_TEST}</p>
{lines}</fieldset>
<p>{PROMISE}</p>
<button>Save</button></form>{cancel}"""


def _line(choice: Choice) -> str:
    name, kind = escape(choice.name), "Account" if choice in hosted.BANKS else "Card"
    return f"""<label><input type="radio" name="choice" value="{name}" required>
<span><strong>{kind} ending in {hosted.last4(choice)}</strong> {escape(choice.words)}</span></label>
"""


def _save(store: Store, session_id: str, form: Form) -> str:
    return hosted.save(store, session_id, form.get("choice", ""))


def _deposits(store: Store, setup_id: str) -> str:
    kind = microdeposits.kind_of(_waiting(store, setup_id))
    tries = store.behaviour(setup_id)
    fields = {
        "descriptor_code": _field("code", "The code beside the deposit, SM and four characters"),
        "amounts": _field("first", "First amount, in cents") + _field("second", "Second amount"),
    }
    return f"""<h1>Verify your account</h1>
<p>Tell what arrived. {tries} tries are left.</p>
<form method="post">{fields[kind]}<button>Verify</button></form>"""


def _field(name: str, label: str) -> str:
    return f'<label for="{name}">{label}</label><input id="{name}" name="{name}" required>'


def _tell(store: Store, setup_id: str, form: Form) -> str:
    intent = _waiting(store, setup_id)
    told: dict[str, Any] = {"descriptor_code": form.get("code", "")}
    if microdeposits.kind_of(intent) == "amounts":
        told["amounts"] = [_cents(form.get(name, "")) for name in ("first", "second")]
    _kept(store, lambda: microdeposits.verify(store, intent, told))
    return ""


def _cents(typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 2:  # noqa: PLR2004 deposits are below a dollar
        raise ChoiceRefused("Type each amount in cents, from 1 to 99.")
    return int(typed)


def _waiting(store: Store, setup_id: str) -> Thing:
    intent = store.find(microdeposits.KIND, setup_id)
    if intent is None or not microdeposits.is_waiting(intent):
        raise PageOver("No deposits are waiting to be verified here.")
    return intent


def _question(store: Store, intent_id: str) -> str:
    intent = _asked(store, intent_id)
    cents = intent.get("amount")
    what = f"A charge of ${cents // 100:,}.{cents % 100:02}" if cents else "Your card"
    return f"""<h1>Is it you?</h1>
<p>{what} waits for you.</p>
<form method="post"><button name="answer" value="yes">Approve</button>
<button class="second" name="answer" value="no">Decline</button></form>"""


def _approve(store: Store, intent_id: str, form: Form) -> str:
    intent = _asked(store, intent_id)
    to = intent["next_action"]["redirect_to_url"]["return_url"]
    go_on = (
        setup_intents if intent["object"] == setup_intents.KIND else confirmations
    ).authenticated
    _kept(store, lambda: go_on(store, intent, approves=form.get("answer") == "yes"))
    return to or ""


def _asked(store: Store, intent_id: str) -> Thing:
    kinds = (confirmations.KIND, setup_intents.KIND)
    intent = next(filter(None, (store.find(kind, intent_id) for kind in kinds)), None)
    if intent is None or (intent["next_action"] or {}).get("type") != "redirect_to_url":
        raise PageOver("Nobody is asked anything here any more.")
    return intent


def _kept(store: Store, work: Callable[[], object]) -> None:
    """Do something whose refusal leaves its traces, as a call to the interface would."""
    refused: Refusal | None = None
    with store.transaction():
        try:
            work()
        except Refusal as refusal:
            refused = refusal
    if refused is not None:
        raise refused
