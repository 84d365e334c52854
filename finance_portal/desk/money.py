"""Money with a second pair of eyes: propose, and decide what somebody else has proposed."""

from starlette.responses import RedirectResponse, Response

from finance_portal.desk.account import account, back
from finance_portal.desk.office import Call, Refused
from finance_portal.desk.rendering import render
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import AmountRefused, parse_dollars
from finance_portal.services.asking.deciding import DecisionRefused
from finance_portal.services.contracts import file_of
from finance_portal.services.desk import adjusting, proposals, proposed
from finance_portal.services.desk.adjusting import Adjustment, AdjustmentRefused
from finance_portal.services.desk.looks import contract_named
from finance_portal.services.desk.proposals import ProposalRefused
from finance_portal.services.requests import RequestNotFound

GONE = "The request does not wait any more."


def show(call: Call) -> Response:
    """Show what can be waived or credited on an account, and what was proposed."""
    found = account(call)
    with call.db.read() as session:
        contract = contract_named(session, found.figures.ref)
        position = file_of(session, contract).position(call.today) if contract else None
    return render(
        call,
        "money",
        "Money",
        account=found,
        open=adjusting.open_amounts(position) if position else {},
        buckets=adjusting.BUCKETS,
        names=adjusting.NAMES,
        token=proposals.new_form_token(),
        proposals=proposed.listed(call.db, call.today, contract_ref=found.figures.ref),
    )


def propose(call: Call) -> Response:
    """Write a proposal down."""
    try:
        wanted = _wanted(call)
        proposals.propose(
            call.db,
            call.deed,
            contract_ref=call.path("ref"),
            wanted=wanted,
            reason=call.word("reason"),
            token=call.word("token") or proposals.new_form_token(),
        )
    except (AmountRefused, AdjustmentRefused, ProposalRefused) as refusal:
        raise Refused(str(refusal)) from None
    return back(call, "/money", "proposed")


def approvals(call: Call) -> Response:
    """Show everything that was proposed."""
    return render(call, "approvals", "Approvals", proposals=proposed.listed(call.db, call.today))


def approve(call: Call) -> Response:
    """Do what somebody else has proposed."""
    try:
        proposals.approve(call.db, call.deed, call.path("proposal"))
    except RequestNotFound:
        raise Refused(GONE) from None
    except (ProposalRefused, AdjustmentRefused, DecisionRefused) as refusal:
        raise Refused(str(refusal)) from None
    return RedirectResponse("/approvals?done=approved", 303)


def decline(call: Call) -> Response:
    """Say no to what somebody else has proposed."""
    try:
        proposals.decline(call.db, call.deed, call.path("proposal"), call.word("note"))
    except ProposalRefused as refusal:
        raise Refused(str(refusal)) from None
    return RedirectResponse("/approvals?done=declined", 303)


def withdraw(call: Call) -> Response:
    """Take back what one has proposed."""
    try:
        proposals.withdraw(call.db, call.deed, call.path("proposal"))
    except ProposalRefused as refusal:
        raise Refused(str(refusal)) from None
    return RedirectResponse("/approvals?done=withdrawn", 303)


def _wanted(call: Call) -> Adjustment:
    """Return what the form asks for. Raises Refused, AmountRefused."""
    kind, _, bucket = call.word("what").partition(":")
    if bucket not in adjusting.BUCKETS.get(kind, ()):
        raise Refused("Choose what is waived or credited.")
    return Adjustment(
        kind=kind,
        bucket=Bucket(bucket),
        amount=parse_dollars(call.word("amount")),
        effective_on=call.day("on"),
    )
