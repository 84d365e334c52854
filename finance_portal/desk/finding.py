"""Find an account, and say why it is opened."""

from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from finance_portal.desk.office import Call, Refused
from finance_portal.desk.rendering import render
from finance_portal.services.desk import finding, looks, proposed, reviews, talking
from finance_portal.services.desk.looks import REASONS, LookRefused

NO_ACCOUNT = "There is no such account."


def home(call: Call) -> Response:
    """Show the search, and what waits."""
    waiting = {
        "approvals": proposed.waiting(call.db),
        "reviews": reviews.waiting(call.db),
        "messages": talking.waiting(call.db),
    }
    return render(call, "find", "Find an account", waiting=waiting, typed="", found=None)


def find(call: Call) -> Response:
    """Show the accounts that fit. It is a form, so that no name stands in an address or a log."""
    typed = call.word("words")[: finding.LONGEST]
    found = finding.find(call.db, call.office.vault, call.deed, typed)
    return render(call, "find", "Find an account", waiting={}, typed=typed, found=found)


def why(call: Call) -> Response:
    """Ask why an account is opened."""
    return _asking(call)


def say_why(call: Call) -> Response:
    """Keep the reason, and open the account."""
    ref = call.path("ref")
    try:
        is_there = looks.open_account(
            call.db,
            call.deed,
            contract_ref=ref,
            reason=call.word("reason"),
            words=call.word("note"),
        )
    except LookRefused as refusal:
        return _asking(call, str(refusal), 422)
    if not is_there:
        raise Refused(NO_ACCOUNT, 404)
    if thread := _thread(call.word("thread")):
        return RedirectResponse(f"/messages/{thread}", 303)
    return RedirectResponse(f"/accounts/{quote(ref, safe='')}", 303)


def _thread(typed: str) -> str:
    """Return the conversation that somebody came from; "" for anything else."""
    return typed if typed.isascii() and typed.isalnum() else ""


def _asking(call: Call, error: str = "", status: int = 200) -> Response:
    """Show the question. Of the account it says its last four digits and nothing else."""
    with call.db.read() as session:
        contract = looks.contract_named(session, call.path("ref"))
    if contract is None:
        raise Refused(NO_ACCOUNT, 404)
    return render(
        call,
        "why",
        "Why do you open this account?",
        status=status,
        ref=contract.ref,
        number=contract.number_masked,
        reasons=REASONS,
        error=error,
        chosen=call.word("reason"),
        thread=_thread(call.word("thread") or call.query("thread")),
        typed=call.word("note"),
    )
