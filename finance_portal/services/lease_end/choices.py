"""Which way out of a lease somebody plans, and the day on which the vehicle comes back."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.language import keep, long_day, say, sentence
from finance_portal.models.requests import OPEN, ServiceRequest
from finance_portal.services import ledger, requests
from finance_portal.services.lease_end.held import (
    Held,
    LeaseEndRefused,
    changing,
    latest,
    refuse_too_early,
)
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act

OPTIONS = ("return", "buy", "extend")
TIMES = ("morning", "afternoon")
LONGEST_PLACE = 200
LAST_DAY_AFTER = timedelta(days=30)  # of an appointment: later than that is never asked for here
SUNDAY = 6

PLANS = {
    "return": sentence("You plan to return the vehicle by {day}. Next: ask for an appointment."),
    "buy": sentence("You plan to buy the vehicle by {day}. Next: look at the price for your day."),
    "extend": sentence(
        "You plan to keep the vehicle after {day}, month to month. Next: sign for it."
    ),
}
BOOKED = {
    "morning": sentence(
        "You asked to return the vehicle on {day}, in the morning. We confirm it or call you."
    ),
    "afternoon": sentence(
        "You asked to return the vehicle on {day}, in the afternoon. We confirm it or call you."
    ),
}
REBOOKED = sentence("You asked for another appointment instead.")


def choose(
    db: Database, act: Act, *, contract_ref: str, option: str, form_token: str, now: datetime
) -> None:
    """Write down which way out is planned. It binds nobody and can be changed until the end.

    Raises LeaseEndRefused before the last year, and for what is no way out.
    """
    with db.begin() as session:
        mine = changing(session, act.who.borrower_id, contract_ref, now.date())
        refuse_too_early(mine)
        if option not in OPTIONS:
            raise LeaseEndRefused(
                say("Choose to return it, to buy it, or to keep it longer."), "option"
            )
        _plan(session, act, mine, option, form_token, now)


def book(
    db: Database,
    act: Act,
    *,
    contract_ref: str,
    on: date,
    time: str,
    place: str,
    form_token: str,
    now: datetime,
) -> None:
    """Ask for an appointment to return the vehicle; a later one takes the place of the first.

    Raises LeaseEndRefused for a day that cannot be.
    """
    with db.begin() as session:
        mine = changing(session, act.who.borrower_id, contract_ref, now.date())
        refuse_too_early(mine)
        _refuse_day(mine, on)
        if time not in TIMES:
            raise LeaseEndRefused(say("Choose a time of day."), "time")
        if not 0 < len(place) <= LONGEST_PLACE:
            raise LeaseEndRefused(say("Say where: a dealer, or a town and its ZIP code."), "place")
        ledger.locked(session, mine.contract_id)
        before = latest(session, mine.contract_id, "turn_in")
        if before and before.form_token == form_token:
            return
        if before and before.status in OPEN:
            requests.step(session, before, "withdrawn", REBOOKED, now)
        asked = Asked(
            form_token=form_token,
            contract_id=mine.contract_id,
            borrower_id=act.who.borrower_id,
            kind="turn_in",
            status="review",
            option=time,
            answer_by=requests.decide_by(mine.today),
            on_date=on,
            details=place,
        )
        requests.open_request(session, asked, keep(BOOKED[time], day=on), now)


def close_all(session: Session, contract_id: int, words: str, now: datetime) -> None:
    """End what was planned, because it has happened."""
    for kind in ("lease_end", "turn_in", "lease_extension"):
        each = latest(session, contract_id, kind)
        if each and each.status in OPEN:
            requests.step(session, each, "done", words, now)


def _plan(
    session: Session, act: Act, mine: Held, option: str, form_token: str, now: datetime
) -> None:
    ledger.locked(session, mine.contract_id)
    words = keep(PLANS[option], day=mine.runs_through)
    before = latest(session, mine.contract_id, "lease_end")
    if before and before.status in OPEN:
        _change(session, before, act, option, words, now)
        return
    asked = Asked(
        form_token=form_token,
        contract_id=mine.contract_id,
        borrower_id=act.who.borrower_id,
        kind="lease_end",
        status="scheduled",
        option=option,
        on_date=mine.runs_through,
    )
    requests.open_request(session, asked, words, now)


def _change(
    session: Session, before: ServiceRequest, act: Act, option: str, words: str, now: datetime
) -> None:
    """Plan something else. Whoever is bound may: the plan binds nobody."""
    if before.option == option:
        return
    before.option, before.borrower_id = option, act.who.borrower_id
    requests.step(session, before, "scheduled", words, now)


def _refuse_day(mine: Held, on: date) -> None:
    last = max(mine.runs_through, mine.today) + LAST_DAY_AFTER
    if not mine.today < on <= last:
        raise LeaseEndRefused(say("Choose a day from tomorrow to {day}.", day=_day(last)), "on")
    if on.weekday() == SUNDAY:
        raise LeaseEndRefused(say("Vehicles come back from Monday to Saturday."), "on")


def _day(on: date) -> str:
    return long_day(on)
