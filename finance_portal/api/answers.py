"""What a form is answered: a page to go on to, a sentence, or something to show once.

The page's script (ui/auth_form.jsx) asks for JSON. A browser that sent the form by itself, before
any script ran, is redirected instead: back to the form's page with a code of what went wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from finance_portal.language import say


@dataclass(frozen=True)
class Go:
    """Leave for another page. The cookies are Set-Cookie values."""

    to: str
    cookies: tuple[str, ...] = field(default=(), repr=False)
    clears_storage: bool = False


@dataclass(frozen=True)
class Refuse:
    """Nothing was done. Sentences stand beside their fields, `error` above the form."""

    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    code: str = "refused"  # for a browser without script, as `?error=`
    status: int = 422


@dataclass(frozen=True)
class Show:
    """Put texts into elements by their ids, for a while. They are in no state and no address."""

    show: Mapping[str, str] = field(default_factory=dict, repr=False)
    reveal: str = ""  # the id of a section that is hidden until now
    say: str = ""  # announced, and shown beside the form
    hide_after: int = 0  # seconds; 0 is never


@dataclass(frozen=True)
class AskPasskey:
    """Let the browser sign a challenge, and post what it answers as `credential`."""

    options: Mapping[str, Any]
    kind: str  # "get" or "create"
    then: str
    fields: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = field(default=(), repr=False)


Answer: TypeAlias = Go | Refuse | Show | AskPasskey


def respond(request: Request, answer: Answer, *, page: str, kept: Mapping[str, str]) -> Response:
    """Return the answer as the browser wants it. `page` has the form, `kept` goes on in a query."""
    if "application/json" in request.headers.get("accept", ""):
        return _as_json(answer)
    if isinstance(answer, Go):
        return _dressed(RedirectResponse(answer.to, 303), answer)
    code = answer.code if isinstance(answer, Refuse) else "script"
    return RedirectResponse(f"{page}?{urlencode({'error': code, **kept})}", 303)


def _as_json(answer: Answer) -> Response:
    match answer:
        case Go(to=to):
            return _dressed(JSONResponse({"go": to}), answer)
        case Refuse():
            errors = {name: say(words) for name, words in answer.errors.items()}
            body = {"error": say(answer.error), "errors": errors}
            return JSONResponse(body, answer.status)
        case Show():
            shown = {"show": dict(answer.show), "reveal": answer.reveal, "say": say(answer.say)}
            return JSONResponse(shown | {"hide_after": answer.hide_after})
        case AskPasskey():
            asked = {"passkey": dict(answer.options), "kind": answer.kind, "then": answer.then}
            return _dressed(JSONResponse(asked | {"fields": dict(answer.fields)}), answer)


def _dressed(response: Response, answer: Go | AskPasskey) -> Response:
    for cookie in answer.cookies:
        response.headers.append("Set-Cookie", cookie)
    if isinstance(answer, Go) and answer.clears_storage:
        response.headers["Clear-Site-Data"] = '"storage"'
    return response
