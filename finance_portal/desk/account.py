"""One account: its figures, its history, its papers, and what is done for its people at once."""

from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from finance_portal.desk.office import Call, Refused
from finance_portal.desk.rendering import render
from finance_portal.services import accounts, call_pins, documents, flagging, history, tracker
from finance_portal.services.desk import helping
from finance_portal.services.desk.accounts import (
    DeskAccount,
    account_of,
    document_of,
    documents_of,
    person_of,
)
from finance_portal.services.desk.helping import HelpRefused
from finance_portal.services.flagging import FlagRefused

MISSING = "There is no such account."
NOBODY = "Nobody of that name is bound by this contract."
PINS = {
    call_pins.RIGHT: "The number is right: the caller is signed in as {name}. It works no more.",
    "wrong": "This is not the number that {name} sees. Let the caller read it again.",
    "expired": "No number of {name} works now: it is too old, was used, or was never made. The"
    " caller makes a new one under Help.",
    "used_up": "It was tried too often. The caller makes a new one under Help.",
}


def account(call: Call) -> DeskAccount:
    """Return the account of the address. Raises Refused."""
    found = account_of(call.db, call.path("ref"), processor=call.office.processor, today=call.today)
    if found is None:
        raise Refused(MISSING, 404)
    return found


def back(call: Call, part: str, done: str) -> Response:
    """Go back to a part of the account, and say what was done."""
    ref = quote(call.path("ref"), safe="")
    return RedirectResponse(f"/accounts/{ref}{part}?done={done}", 303)


def show(call: Call) -> Response:
    """Show the figures and everything that stands beside them."""
    return _show(call)


def check_pin(call: Call) -> Response:
    """Check the number that a caller says; the answer stands on this page and at no address."""
    person = person_of(call.db, call.path("ref"), call.word("person"))
    if person is None:
        raise Refused(NOBODY, 404)
    said = call_pins.checked(
        call.db,
        borrower_ref=person.ref,
        pin=call.word("pin"),
        by=call.who.user_name,
        now=call.now,
    )
    is_right = said == call_pins.RIGHT
    told = PINS[said].format(name=person.name)
    return _show(call, pin=(is_right, told), status=200 if is_right else 422)


def _show(call: Call, *, pin: tuple[bool, str] | None = None, status: int = 200) -> Response:
    found = account(call)
    title = f"Account {found.figures.number_masked}"
    return render(
        call, "account", title, status=status, account=found, kinds=flagging.KINDS, pin=pin
    )


def show_history(call: Call) -> Response:
    """Show everything that happened, with where each payment went."""
    found = account(call)
    lines = history.activity(
        call.db,
        borrower_id=_first(call, found),
        contract_ref=found.figures.ref,
        today=call.today,
    )
    return render(call, "history", "History", account=found, lines=lines)


def show_papers(call: Call) -> Response:
    """Show the documents, and who may read which."""
    found = account(call)
    return render(
        call, "papers", "Papers", account=found, papers=documents_of(call.db, found.figures.ref)
    )


def paper(call: Call) -> Response:
    """Return one document as the borrower gets it; it is not marked as seen by them."""
    row = document_of(call.db, call.path("ref"), call.path("paper"))
    if row is None:
        raise Refused("There is no such document.", 404)
    name = f"{row.kind.replace('_', '-')}-{row.dated_on:%Y-%m-%d}.pdf"
    return Response(
        documents.file_of(row),
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def as_seen(call: Call) -> Response:
    """Show what one of the borrowers sees, by the services that their own pages ask."""
    found = account(call)
    person = person_of(call.db, found.figures.ref, call.path("person"))
    if person is None:
        raise Refused(NOBODY, 404)
    ref, own = found.figures.ref, person.id or 0
    asked = tracker.requests_of(call.db, borrower_id=own)
    return render(
        call,
        "as_seen",
        f"What {person.name} sees",
        account=found,
        person=person,
        seen=accounts.account(call.db, borrower_id=own, contract_ref=ref, today=call.today),
        lines=history.activity(call.db, borrower_id=own, contract_ref=ref, today=call.today),
        requests=[each for each in asked if each.contract_ref == ref],
        papers=[p for p in documents.listed(call.db, borrower_id=own) if p.contract_ref == ref],
    )


def unlock(call: Call) -> Response:
    """Open a frozen sign-in again."""
    try:
        helping.unlock(
            call.db, call.deed, contract_ref=call.path("ref"), person_ref=call.word("person")
        )
    except HelpRefused as refusal:
        raise Refused(str(refusal)) from None
    return back(call, "", "unlocked")


def end_sessions(call: Call) -> Response:
    """End every session of somebody who is bound."""
    try:
        helping.end_sessions(
            call.db, call.deed, contract_ref=call.path("ref"), person_ref=call.word("person")
        )
    except HelpRefused as refusal:
        raise Refused(str(refusal)) from None
    return back(call, "", "ended")


def send_again(call: Call) -> Response:
    """Send a notice or a letter once more."""
    try:
        helping.send_again(
            call.db, call.deed, contract_ref=call.path("ref"), document_ref=call.word("paper")
        )
    except HelpRefused as refusal:
        raise Refused(str(refusal)) from None
    return back(call, "/papers", "sent")


def add_flag(call: Call) -> Response:
    """Set a flag."""
    kind = call.word("kind")
    if kind not in flagging.KINDS:
        raise Refused("Choose what is to be flagged.")
    try:
        helping.add_flag(
            call.db,
            call.deed,
            contract_ref=call.path("ref"),
            kind=kind,
            since=call.day("since"),
            person=call.word("person"),
        )
    except FlagRefused as refusal:
        raise Refused(str(refusal)) from None
    return back(call, "", "flag")


def end_flag(call: Call) -> Response:
    """End a flag."""
    try:
        helping.end_flag(
            call.db,
            call.deed,
            contract_ref=call.path("ref"),
            kind=call.word("kind"),
            on=call.day("on"),
        )
    except FlagRefused as refusal:
        raise Refused(str(refusal)) from None
    return back(call, "", "unflag")


def _first(call: Call, found: DeskAccount) -> int:
    """Return the borrower who signed first."""
    person = person_of(call.db, found.figures.ref, found.people[0].ref)
    return person.id or 0 if person else 0
