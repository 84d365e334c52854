"""The calendar: days are days, cut-offs keep the lender's clock, and changes are told."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlmodel import col, select, update

from finance_portal.domain.calendar import EASTERN, cut_off
from finance_portal.language import speaking
from finance_portal.models.people import Borrower
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.your_data import CalendarAddress
from finance_portal.services.calendar_feed import addresses
from finance_portal.services.calendar_feed.coming import Coming
from finance_portal.services.calendar_feed.feed import brought_up_to_date, feed, written
from finance_portal.services.security.desk import live_security_desk
from tests.make import MORNING
from tests.your_data.conftest import at_home, person

pytestmark = pytest.mark.anyio

SPRING, AUTUMN = date(2027, 3, 14), date(2026, 11, 1)  # the clocks change in the lender's zone
PACIFIC = ZoneInfo("America/Los_Angeles")


class Desk:
    """As much of the security desk as an address needs."""

    def __init__(self, db):
        self.db, self.told = db, []

    def tell(self, _session, _act, notice, *_said, about):
        self.told.append(about)


def act_of(db, who):
    _, act, _ = at_home(db, who)
    return act


def read(db, secret, now=MORNING):
    found = feed(db, secret, now=now, business_now=now)
    return Calendar.from_ical(found.ics)


def by_uid(calendar):
    return {str(each["uid"]): each for each in calendar.events}


def of_kind(calendar, kind):
    return [each for uid, each in sorted(by_uid(calendar).items()) if uid.startswith(f"{kind}-")]


@pytest.fixture
def elena(busy):
    return busy, addresses.make(Desk(busy), act_of(busy, "P-1001"))


async def test_it_holds_what_falls_due_what_is_debited_and_what_ends(elena):
    calendar = read(*elena)

    dues, debits = of_kind(calendar, "due"), of_kind(calendar, "autopay")
    assert min(each.start for each in dues) == date(2026, 12, 1)
    assert {"autopay", "due", "quote", "scheduled", "statement"} == {
        uid.partition("-")[0] for uid in by_uid(calendar)
    }
    assert debits
    assert all(each.end - each.start == timedelta(days=1) for each in dues)
    assert all(str(each["summary"]) for each in calendar.events)
    assert calendar["refresh-interval"].dt == timedelta(hours=12)
    assert calendar["method"] == "PUBLISH"
    assert "4401" not in calendar.to_ical().decode()


async def test_a_lease_shows_its_end(lender):
    secret = addresses.make(Desk(lender), act_of(lender, "P-1004"))

    ends = {
        str(each["uid"]).rpartition("-")[2].partition("@")[0]: each.start
        for each in of_kind(read(lender, secret), "lease")
    }

    assert ends["return"] == date(2027, 3, 21)


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
def test_days_and_cut_offs_are_right_on_both_sides_of_a_clock_change(db, lender_of, change):
    things = []
    for days in (-2, -1, 0, 1, 2):
        on = change + timedelta(days=days)
        ends = cut_off(on)
        things += [
            Coming(uid=f"due-x-{on}", on=on, summary="due"),
            Coming(
                uid=f"quote-{on}", on=on, begins=ends - timedelta(hours=1), ends=ends, summary="q"
            ),
        ]
    with db.begin() as session:
        today = change - timedelta(days=3)
        rows = brought_up_to_date(session, lender_of, things, now=MORNING, today=today)
        calendar = Calendar.from_ical(written(rows))

    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["America/New_York"]
    for each in of_kind(calendar, "due"):
        assert type(each.start) is date
        assert each.end == each.start + timedelta(days=1)
    for each in of_kind(calendar, "quote"):
        on = date.fromisoformat(str(each["uid"])[len("quote-") :].partition("@")[0])
        assert each.end == datetime(on.year, on.month, on.day, 19, tzinfo=EASTERN)
        assert each.end.hour == 19
        assert each.end.astimezone(PACIFIC).hour == 16
        assert each.end - each.start == timedelta(hours=1)
    offsets = {each.end.utcoffset() for each in of_kind(calendar, "quote")}
    assert offsets == {timedelta(hours=-5), timedelta(hours=-4)}


def test_the_zone_that_is_sent_along_says_the_same_as_the_real_one(db, lender_of):
    on = date(2027, 7, 1)
    thing = Coming(uid="quote-a", on=on, begins=cut_off(on), ends=cut_off(on), summary="q")
    with db.begin() as session:
        rows = brought_up_to_date(session, lender_of, [thing], now=MORNING, today=on)
        (zone,) = Calendar.from_ical(written(rows)).timezones

    sent = zone.to_tz(lookup_tzid=False)
    for change in (SPRING, AUTUMN, date(2030, 3, 10), date(2034, 11, 5)):
        for days in (-1, 0, 1):
            noon = datetime.combine(change + timedelta(days=days), time(12), EASTERN)
            assert noon.replace(tzinfo=sent).utcoffset() == noon.utcoffset()


@pytest.fixture
def lender_of(db):
    """Somebody to have a calendar."""
    with db.begin() as session:
        borrower = Borrower(ref="b1", external_id="b1", first_name="A", last_name="B")
        session.add(borrower)
        session.flush()
        return borrower.id


async def test_nothing_changes_while_nothing_has_changed(elena):
    db, secret = elena

    first = feed(db, secret, now=MORNING, business_now=MORNING)
    again = feed(db, secret, now=MORNING + timedelta(hours=5), business_now=MORNING)

    assert (again.ics, again.etag) == (first.ics, first.etag)


async def test_what_is_moved_keeps_its_name_and_counts_up(elena):
    db, secret = elena
    (before,) = of_kind(read(db, secret), "scheduled")
    with db.begin() as session:
        session.execute(update(ScheduledPayment).values(pay_on=date(2026, 12, 3)))

    later = MORNING + timedelta(minutes=1)
    (after,) = of_kind(read(db, secret, later), "scheduled")

    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.start == date(2026, 12, 3)
    assert after["dtstamp"].dt == later


async def test_what_is_canceled_is_told_and_what_comes_back_is_confirmed(elena):
    db, secret = elena
    read(db, secret)
    for status, told, sequence in (("canceled", "CANCELLED", 1), ("waiting", "CONFIRMED", 2)):
        with db.begin() as session:
            session.execute(update(ScheduledPayment).values(status=status))

        (entry,) = of_kind(read(db, secret), "scheduled")

        assert (str(entry["status"]), entry["sequence"]) == (told, sequence)


async def test_what_was_long_ago_is_told_no_more(elena):
    db, secret = elena
    read(db, secret)
    with db.begin() as session:
        session.execute(update(ScheduledPayment).values(status="canceled"))
    read(db, secret)

    assert of_kind(read(db, secret, MORNING + timedelta(days=61)), "scheduled") == []


async def test_it_speaks_the_borrowers_language(elena):
    db, secret = elena
    with db.begin() as session:
        session.execute(
            update(Borrower).where(col(Borrower.id) == person(db, "P-1001")).values(language="es")
        )

    summaries = {str(each["summary"]) for each in read(db, secret).events}

    assert any("por pagar" in each for each in summaries)
    assert not any(" due" in each for each in summaries)
    with speaking("es"):
        assert "lo que hay que pagar" in read(db, secret)["x-wr-calname"]


async def test_only_the_newest_address_opens_it_and_a_revoked_one_is_like_any_other(elena):
    db, secret = elena
    desk, act = Desk(db), act_of(db, "P-1001")

    newer = addresses.make(desk, act)
    assert feed(db, secret, now=MORNING, business_now=MORNING) is None
    assert feed(db, newer, now=MORNING, business_now=MORNING) is not None
    assert addresses.revoke(desk, act)
    assert not addresses.revoke(desk, act)

    for dead in (newer, secret, "x" * 43, "", "ü" * 43, newer[:-1]):
        assert feed(db, dead, now=MORNING, business_now=MORNING) is None
    assert desk.told == ["calendar:made"]


async def test_k3_the_secret_is_in_no_table(elena):
    db, secret = elena
    with db.read() as session:
        rows = session.exec(select(CalendarAddress)).all()

    assert all(secret not in str(row.model_dump()) for row in rows)
    assert len(secret) == 43


def test_a_desk_of_this_installation_has_what_an_address_needs():
    assert {"db", "tell"} <= set(dir(live_security_desk()))
