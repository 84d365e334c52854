"""What waits: requests by their clock, what needs a person; and the figures of the house."""

from starlette.responses import RedirectResponse, Response

from finance_portal.desk.account import back
from finance_portal.desk.office import Call, Refused
from finance_portal.desk.rendering import render
from finance_portal.notices.requests import TITLES
from finance_portal.services.asking.deciding import LONGEST_REPLY, DecisionRefused
from finance_portal.services.desk import numbers, proposals, requesting, reviews
from finance_portal.services.desk.proposals import ProposalRefused
from finance_portal.services.desk.requesting import Decision
from finance_portal.services.desk.reviews import WHAT_TO_DO, ReviewRefused
from finance_portal.services.requests import RequestNotFound

GONE = "There is no such request on this account, or it does not wait for a person any more."


def queue(call: Call) -> Response:
    """Show the requests that wait for a person."""
    return render(call, "requests", "Requests", waiting=requesting.queue(call.db, call.today))


def request(call: Call) -> Response:
    """Show one request with what the borrower has written."""
    try:
        asked = requesting.read(call.db, call.path("ref"), call.path("request"), call.today)
    except RequestNotFound:
        raise Refused(GONE, 404) from None
    return render(
        call,
        "request",
        TITLES.get(asked.row.kind, asked.row.kind),
        ref=call.path("ref"),
        asked=asked,
        longest=LONGEST_REPLY,
        token=proposals.new_form_token(),
    )


def decide(call: Call) -> Response:
    """Decide a request."""
    decision = Decision(
        outcome=call.word("decision"),
        reply=call.word("reply"),
        reason=call.word("reason"),
        token=call.word("token") or proposals.new_form_token(),
    )
    try:
        is_done = requesting.decide(
            call.db,
            call.deed,
            contract_ref=call.path("ref"),
            ref=call.path("request"),
            decision=decision,
        )
    except RequestNotFound:
        raise Refused(GONE, 404) from None
    except (DecisionRefused, ProposalRefused) as refusal:
        raise Refused(str(refusal)) from None
    return back(call, "", "decided" if is_done else "proposed")


def review_queue(call: Call) -> Response:
    """Show what needs a person."""
    return render(
        call, "reviews", "Needs a person", items=reviews.queue(call.db), what_to_do=WHAT_TO_DO
    )


def mark(call: Call) -> Response:
    """Note what came of a look."""
    row_id = call.word("row")
    if not row_id.isascii() or not row_id.isdigit() or len(row_id) > 18:  # noqa: PLR2004  a key
        raise Refused("This does not need a person any more.")
    try:
        reviews.mark(
            call.db, call.deed, kind=call.word("kind"), row_id=int(row_id), words=call.word("note")
        )
    except ReviewRefused as refusal:
        raise Refused(str(refusal)) from None
    return RedirectResponse("/reviews?done=marked", 303)


def portfolio(call: Call) -> Response:
    """Show the portfolio in figures."""
    found = numbers.numbers(
        call.db, processor=call.office.processor, now=call.office.business_now()
    )
    return render(call, "numbers", "Numbers", numbers=found)


def runs(call: Call) -> Response:
    """Show what the jobs did, and what the daily comparison with the processor found."""
    return render(
        call,
        "runs",
        "Jobs and reconciliation",
        runs=numbers.job_runs(call.db),
        reports=numbers.reconciliations(call.db),
    )
