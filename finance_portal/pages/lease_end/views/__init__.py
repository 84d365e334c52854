"""What the lease end page says. Pure: what a service returned becomes text."""

from datetime import date, timedelta
from urllib.parse import quote

from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import ZERO, dollars
from finance_portal.domain.lease_end import MONTHS_WITHOUT_NEW_DISCLOSURES
from finance_portal.domain.lease_timeline import Milestone
from finance_portal.language import say, say_number, sentence
from finance_portal.pages.lease_end.views import _miles, _ways
from finance_portal.pages.lease_end.views._shapes import (
    Amount,
    InvoiceView,
    MilesView,
    PriceRow,
    ProposalView,
    Stage,
    View,
    Way,
)
from finance_portal.services.lease_end.choices import LAST_DAY_AFTER
from finance_portal.services.lease_end.extension import Proposal
from finance_portal.services.lease_end.outlook import Invoice, LeaseEnd
from finance_portal.ui import routes
from finance_portal.ui.surfaces import Fact, Line
from finance_portal.ui.wording import distance, long_date, weekday_date

__all__ = [
    "Amount",
    "InvoiceView",
    "MilesView",
    "PriceRow",
    "ProposalView",
    "Stage",
    "View",
    "Way",
    "confirm_odometer",
    "proposal",
    "view",
]

ARRANGED = frozenset({"granted", "scheduled"})  # by a person
SOON = timedelta(days=31)
HALVES = {"morning": sentence("in the morning"), "afternoon": sentence("in the afternoon")}
STAGES = {
    "guide": (sentence("Your lease-end guide"), sentence("From here on you choose, on this page.")),
    "options": (
        sentence("Look at your options"),
        sentence("What each way costs, and where your miles lead."),
    ),
    "inspection": (
        sentence("Book a free inspection"),
        sentence("It shows what wear would cost while you can mend it."),
    ),
    "letter": (sentence("We write to you"), sentence("A reminder of what is open.")),
    "choose": (
        sentence("Tell us what you plan"),
        sentence("Return it, buy it, or keep it longer."),
    ),
    "appointment": (
        sentence("Ask for an appointment"),
        sentence("For the day on which you return it."),
    ),
    "return": (
        sentence("The lease ends"),
        sentence("Return it with all keys, and sign the odometer statement."),
    ),
    "invoice": (
        sentence("Final invoice"),
        sentence("Miles, wear and fees; you can dispute it for 30 days."),
    ),
}


def view(seen: LeaseEnd) -> View:
    """Return the page."""
    limits, back = seen.limits, seen.invoice is not None
    is_over = back or seen.figures.was_bought
    return View(
        ends=long_date(seen.runs_through),
        distance=distance(seen.today, seen.runs_through),
        status=_status(seen),
        facts=_facts(seen),
        warning=f"{limits.words} {limits.contact}".strip() if limits else "",
        warning_title=limits.title,
        can_choose=seen.today >= seen.choose_from and not is_over and not limits.read_only,
        choose_from=long_date(seen.choose_from),
        is_back=back,
        bought=_bought(seen),
        ways=_ways.ways(seen),
        amounts=_ways.amounts(seen),
        prices=_ways.prices(seen),
        miles=_miles.miles(seen),
        timeline=[_stage(each, seen) for each in seen.timeline],
        months=[str(number) for number in range(1, seen.months_left + 1)],
        extended=_extended(seen),
        extension_waits=_extension_waits(seen),
        must_ask=not seen.months_left,
        turn_in=_turn_in(seen),
        first_day=(seen.today + ONE_DAY).isoformat(),
        last_day=(max(seen.runs_through, seen.today) + LAST_DAY_AFTER).isoformat(),
        odometer_pdf=_pdf(seen.odometer_ref),
        invoice=_invoice(seen, seen.invoice) if seen.invoice else InvoiceView(),
    )


def proposal(found: Proposal, *, account: str, has_autopay: bool, changed: bool) -> ProposalView:
    """Return what would be signed, and where the step-up before it is."""
    back = f"{routes.LEASE_END}?at=extend&months={found.wanted.months}&{routes.ACCOUNT}={account}"
    autopay = (
        say("Autopay goes on: it debits these payments, too, on its usual day.")
        if has_autopay
        else say("Autopay is not on: you pay by hand, or set it up.")
    )
    return ProposalView(
        words=list(found.words),
        dues=[f"{weekday_date(day)}: {dollars(found.monthly)}" for day in found.dues],
        total=dollars(found.total),
        runs_through=long_date(found.runs_through),
        waits=say_number(
            found.waits_for,
            "{number} other person must sign, too, within 5 days.",
            "{number} other people must sign, too, within 5 days.",
        )
        if found.waits_for
        else "",
        note=say("Something changed. Please read it again.") if changed else autopay,
        confirm=routes.of_confirm("agreements", quote(back, safe="")),
    )


def confirm_odometer(account: str) -> str:
    """Return where the step-up before the odometer statement is."""
    back = f"{routes.LEASE_END}?at=odometer&{routes.ACCOUNT}={account}"
    return routes.of_confirm("agreements", quote(back, safe=""))


def _status(seen: LeaseEnd) -> str:
    if seen.invoice:
        return say("Returned")
    if seen.figures.was_bought:
        return say("Bought")
    if not seen.figures.payments_left:
        return say("All payments made")
    if months := seen.figures.extended_months:
        return say(
            "Month to month: {months} of at most {most} months",
            months=months,
            most=MONTHS_WITHOUT_NEW_DISCLOSURES,
        )
    return say("In its last year") if seen.today >= seen.choose_from else say("In its term")


def _bought(seen: LeaseEnd) -> str:
    ended_on = seen.figures.ended_on
    if ended_on is None or not seen.figures.was_bought:
        return ""
    return say(
        "You bought it on {ended_on}. No disposition fee is charged, and no "
        "payment of the lease is left.",
        ended_on=long_date(ended_on),
    )


def _facts(seen: LeaseEnd) -> list[Fact]:
    figures = seen.figures
    last = say("Lease ended") if seen.runs_through <= seen.today else say("Vehicle due back")
    return [
        Fact(say("Payments left"), str(figures.payments_left)),
        Fact(say("Each"), dollars(seen.monthly)),
        Fact(last, distance(seen.today, seen.runs_through)),
    ]


def _stage(each: Milestone, seen: LeaseEnd) -> Stage:
    title, words = STAGES[each.name]
    when = long_date(each.on)
    if each.until:
        when = say("{since} to {until}", since=when, until=long_date(each.until))
    return Stage(when, say(title), say(words), _state(each, seen.today))


def _state(each: Milestone, today: date) -> str:
    if (each.until or each.on) < today:
        return "over"
    return "now" if each.on - today <= SOON else "coming"


def _extended(seen: LeaseEnd) -> str:
    months = seen.figures.extended_months
    if not months:
        return ""
    ended = long_date(seen.matures_on)
    return say(
        "Your lease ended {ended} and goes on month to month at the same "
        "payment: {months} of at most {most} months. "
        "The miles allowed stay {allowed}.",
        ended=ended,
        months=months,
        most=MONTHS_WITHOUT_NEW_DISCLOSURES,
        allowed=f"{seen.allowed:,}",
    )


def _extension_waits(seen: LeaseEnd) -> str:
    extension = seen.extension
    if extension is None:
        return ""
    if extension.status == "signing":
        return say("It waits for a signature. It takes effect when everybody has signed.")
    if extension.status == "review" and extension.answer_by:
        return say(
            "You asked for more months. We answer by {answer_by}.",
            answer_by=long_date(extension.answer_by),
        )
    return ""


def _turn_in(seen: LeaseEnd) -> str:
    booked = seen.turn_in
    if booked is None or booked.on is None or booked.status in {"lapsed", "declined", "done"}:
        return ""
    half = HALVES.get(booked.option or "", "")
    when = ", ".join(filter(None, (weekday_date(booked.on), say(half), booked.details)))
    if booked.status in ARRANGED:
        return say("Confirmed: {when}.", when=when)
    asked = say("You asked for {when}.", when=when)
    if not booked.answer_by:
        return asked
    answer = say("We confirm it or call you by {day}.", day=long_date(booked.answer_by))
    return f"{asked} {answer}"


def _invoice(seen: LeaseEnd, invoice: Invoice) -> InvoiceView:
    dispute = seen.dispute
    return InvoiceView(
        title=say(
            "Returned {returned_on} at {odometer} miles",
            returned_on=long_date(invoice.returned_on),
            odometer=f"{invoice.odometer:,}",
        ),
        lines=[
            *(Line(each.words, dollars(each.amount)) for each in invoice.lines),
            Line(
                say("Owed") if invoice.total >= ZERO else say("In your favor"),
                dollars(abs(invoice.total)),
                is_total=True,
            ),
            *(
                [Line(say("Sent back to you"), dollars(invoice.sent_back))]
                if invoice.sent_back
                else []
            ),
        ],
        working=list(seen.workings.invoice),
        note=say(
            "You can dispute it until {dispute_by}.", dispute_by=long_date(invoice.dispute_by)
        ),
        pdf=_pdf(invoice.document_ref),
        can_dispute=seen.today <= invoice.dispute_by
        and (dispute is None or dispute.status != "review"),
        disputed=_disputed(seen),
    )


def _disputed(seen: LeaseEnd) -> str:
    dispute = seen.dispute
    if dispute is None:
        return ""
    if dispute.status == "review" and dispute.answer_by:
        return say(
            "You disputed it. We answer in writing by {answer_by}.",
            answer_by=long_date(dispute.answer_by),
        )
    return dispute.reply or say("Your dispute was answered.")


def _pdf(ref: str) -> str:
    return f"{routes.DOCUMENT}?{routes.REF}={ref}" if ref else ""
