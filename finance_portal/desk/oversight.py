"""What auditors read: who opened which account and why, and the audit trail."""

from datetime import date

from starlette.responses import Response

from finance_portal.desk.office import Call
from finance_portal.desk.rendering import render
from finance_portal.services.desk import looks, trail
from finance_portal.services.desk.acting import note
from finance_portal.services.desk.trail import Verified, Wanted

LARGEST = 2**62


def show_looks(call: Call) -> Response:
    """Show who opened which account and why, of one person or one account."""
    by, ref = call.query("by"), call.query("account")
    found = looks.newest(call.db, by=by, contract_ref=ref)
    return render(call, "looks", "Looks at accounts", looks=found, by=by, ref=ref)


def show_trail(call: Call) -> Response:
    """Show the audit trail."""
    return _trail(call, None)


def verify(call: Call) -> Response:
    """Read the whole trail, and show whether it is whole."""
    verified = trail.verify(call.db)
    with call.db.begin() as session:
        result = "broken" if verified.findings else "whole"
        note(session, call.deed, f"trail:verified:{result}", lines=str(verified.lines))
    return _trail(call, verified)


def _trail(call: Call, verified: Verified | None) -> Response:
    wanted = Wanted(
        kind=call.query("kind"),
        subject=call.query("about"),
        on=_day(call.query("on")),
        before=_number(call.query("before")),
    )
    lines = trail.lines(call.db, wanted)
    return render(
        call,
        "trail",
        "Audit trail",
        lines=lines,
        wanted=wanted,
        verified=verified,
        is_full=len(lines) == trail.AT_A_TIME,
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _number(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) < len(str(LARGEST))
    return int(typed) if is_number else None
