"""Miles: what the odometer shows, and miles that are bought before the end (R14.7)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Charge
from finance_portal.language import long_day, say
from finance_portal.models.contracts import Lease, OdometerReading
from finance_portal.models.lease_end import MilesPurchase
from finance_portal.notices import lease_end as notices
from finance_portal.services import deliveries, ledger
from finance_portal.services.lease_end.held import Held, LeaseEndRefused, changing
from finance_portal.services.leases import Miles
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.security.desk import Act, note

HIGHEST = 999_999
MOST_MILES_A_DAY = 1_500
FEWEST_BOUGHT, MOST_BOUGHT = 1, 50_000


@dataclass(frozen=True, kw_only=True)
class MilesOffer:
    """Miles now against miles at the end, both in cents."""

    each: Cents
    each_later: Cents
    until: date
    is_open: bool
    suggested: int  # what the projection is over
    now: Cents
    later: Cents


def note_reading(db: Database, act: Act, *, contract_ref: str, miles: int, now: datetime) -> None:
    """Keep what the odometer shows today. Typed again on the same day, it replaces the first.

    Raises LeaseEndRefused for less than it showed before, and for more than can be.
    """
    with db.begin() as session:
        mine = changing(session, act.who.borrower_id, contract_ref, now.date())
        keep_reading(session, mine, act.who.borrower_id, miles)


def keep_reading(session: Session, mine: Held, borrower_id: int, miles: int) -> OdometerReading:
    """Keep a reading of today. Raises LeaseEndRefused."""
    ledger.locked(session, mine.contract_id)
    readings = _readings(session, mine.contract_id)
    today = next((each for each in readings if each.read_on == mine.today), None)
    before = [each for each in readings if each is not today or each.borrower_id is None]
    _refuse_unlikely(mine, before[-1] if before else None, miles)
    row = today or OdometerReading(
        contract_id=mine.contract_id, read_on=mine.today, miles=miles, borrower_id=borrower_id
    )
    row.miles, row.borrower_id = miles, borrower_id
    session.add(row)
    session.flush()
    return row


def readings_of(session: Session, mine: Held) -> list[tuple[date, int]]:
    """Return the start and every reading since, the oldest first."""
    start = (mine.lease.first_due_on, mine.lease.start_odometer)
    return [start, *((each.read_on, each.miles) for each in _readings(session, mine.contract_id))]


def offer(session: Session, mine: Held, miles: Miles | None) -> MilesOffer | None:
    """Return what miles cost now and later; None where the contract sells none."""
    row = session.exec(select(Lease).where(col(Lease.contract_id) == mine.contract_id)).one()
    if row.early_mile_cents is None:
        return None
    until = mine.lease.maturity_on - timedelta(days=row.miles_sold_until_days)
    suggested = miles.excess if miles else 0
    return MilesOffer(
        each=row.early_mile_cents,
        each_later=mine.lease.excess_mile_rate,
        until=until,
        is_open=mine.today <= until and mine.invoice is None,
        suggested=suggested,
        now=suggested * row.early_mile_cents,
        later=suggested * mine.lease.excess_mile_rate,
    )


def buy(
    db: Database, act: Act, *, contract_ref: str, miles: int, form_token: str, now: datetime
) -> Cents:
    """Sell miles at the contract's price and charge it; sent twice, they are sold once.

    Return the price in cents. Raises LeaseEndRefused where none are sold, or no longer.
    """
    with db.begin() as session:
        mine = changing(session, act.who.borrower_id, contract_ref, now.date())
        contract = ledger.locked(session, mine.contract_id)
        bought = select(MilesPurchase).where(col(MilesPurchase.key) == form_token)
        if before := session.exec(bought).one_or_none():
            return before.price_cents
        price = _price(offer(session, mine, None), miles)
        session.add(
            MilesPurchase(
                key=form_token,
                contract_id=mine.contract_id,
                borrower_id=act.who.borrower_id,
                miles=miles,
                price_cents=price,
                bought_on=mine.today,
                at=now,
            )
        )
        charge = Charge(
            effective_on=mine.position.on,
            sequence=NEXT,
            bucket=Bucket.OTHER_FEES,
            amount=price,
        )
        ledger.enter(session, contract.id or 0, [Happening(charge, f"miles:{form_token}")], now)
        note(session, act, "lease:miles_bought", subject=contract.ref, miles=str(miles))
        words = notices.miles_bought(miles=miles, price=price)
        deliveries.tell_borrower(
            session, act.who.borrower_id, words, kind="miles_bought", now=now, key=form_token
        )
        return price


def _price(offered: MilesOffer | None, miles: int) -> Cents:
    if offered is None:
        raise LeaseEndRefused(
            say("Your contract has no price for miles that are bought early."), "miles"
        )
    if not offered.is_open:
        raise LeaseEndRefused(say("Miles can no longer be bought here. Please call us."), "miles")
    if not FEWEST_BOUGHT <= miles <= MOST_BOUGHT:
        raise LeaseEndRefused(
            say("Enter a number of miles up to {most_bought}.", most_bought=f"{MOST_BOUGHT:,}"),
            "miles",
        )
    return miles * offered.each


def _readings(session: Session, contract_id: int) -> list[OdometerReading]:
    return list(
        session.exec(
            select(OdometerReading)
            .where(col(OdometerReading.contract_id) == contract_id)
            .order_by(col(OdometerReading.read_on))
        )
    )


def _refuse_unlikely(mine: Held, before: OdometerReading | None, miles: int) -> None:
    since, least = mine.lease.first_due_on, mine.lease.start_odometer
    if before:
        since, least = before.read_on, before.miles
    if miles < least:
        raise LeaseEndRefused(
            say(
                "It showed {least} miles on {day}. Please check the number; if that one was "
                "wrong, call us.",
                least=f"{least:,}",
                day=long_day(since),
            ),
            "odometer",
        )
    days = max(mine.today - since, ONE_DAY).days
    if miles > min(HIGHEST, least + days * MOST_MILES_A_DAY):
        raise LeaseEndRefused(say("That is more than can be since the last reading."), "odometer")
