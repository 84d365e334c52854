"""Miles in words, figures and a picture."""

from dataclasses import replace

from finance_portal.domain.cents import dollars
from finance_portal.language import say
from finance_portal.pages.lease_end.views._shapes import MilesView
from finance_portal.services.lease_end.miles import MilesOffer
from finance_portal.services.lease_end.outlook import LeaseEnd
from finance_portal.ui.chart import Picture, Point, paced
from finance_portal.ui.surfaces import Fact, Line
from finance_portal.ui.wording import long_date


def miles(seen: LeaseEnd) -> MilesView:
    """Return what was driven, where it leads, and what miles cost now and later."""
    found = seen.figures.miles
    if found is None:
        unknown = MilesView(
            note=say("Tell us what the odometer shows, and see where it leads."),
            tone="info",
            last=f"{seen.start_odometer:,}",
        )
        return _offered(unknown, seen.offer)
    view = MilesView(
        is_known=True,
        facts=[
            Fact(
                say("Odometer on {read_on}", read_on=long_date(found.read_on)),
                f"{found.odometer:,}",
            ),
            Fact(say("Allowed in all"), f"{seen.allowed:,}"),
            Fact(say("At the end, at this pace"), f"{found.projected:,}"),
        ],
        note=_pace(seen),
        working=list(seen.workings.miles),
        tone="warn" if found.excess else "good",
        picture=_picture(seen, found.odometer, found.projected),
        rows=_rows(seen, found.projected),
        last=f"{found.odometer:,}",
    )
    return _offered(view, seen.offer)


def _pace(seen: LeaseEnd) -> str:
    found = seen.figures.miles
    if found is None or not found.excess:
        return say("At this pace you stay within your miles, and nothing is owed for them.")
    return say(
        "At this pace you end {excess} miles over. At {excess_rate} a mile that is {charge}.",
        excess=f"{found.excess:,}",
        excess_rate=dollars(seen.excess_rate),
        charge=dollars(found.charge),
    )


def _picture(seen: LeaseEnd, odometer: int, projected: int) -> Picture:
    allowed: list[Point] = [
        (seen.readings[0][0], seen.start_odometer),
        (seen.runs_through, seen.start_odometer + seen.allowed),
    ]
    return paced(allowed, _driven(seen, odometer), (seen.runs_through, projected))


def _driven(seen: LeaseEnd, odometer: int) -> list[Point]:
    """Return the readings, and that nothing is known since: the last one counts as of today."""
    points: list[Point] = list(seen.readings)
    return points if points[-1][0] >= seen.today else [*points[:-1], (seen.today, odometer)]


def _rows(seen: LeaseEnd, projected: int) -> list[Fact]:
    read = [
        Fact(long_date(day), _read(miles, is_first=not place))
        for place, (day, miles) in enumerate(seen.readings)
    ]
    return [
        *read,
        Fact(
            say("{runs_through}, at this pace", runs_through=long_date(seen.runs_through)),
            f"{projected:,}",
        ),
    ]


def _read(miles: int, *, is_first: bool) -> str:
    return say("{miles} at the start", miles=f"{miles:,}") if is_first else f"{miles:,}"


def _offered(view: MilesView, offer: MilesOffer | None) -> MilesView:
    if offer is None:
        return view
    until = long_date(offer.until)
    if not offer.is_open:
        return replace(view, offer=say("Miles could be bought here until {until}.", until=until))
    each, later = dollars(offer.each), dollars(offer.each_later)
    lines = [
        Line(
            say("{miles} miles now, at {each}", miles=f"{offer.suggested:,}", each=each),
            dollars(offer.now),
        ),
        Line(
            say("{miles} miles at the end, at {each}", miles=f"{offer.suggested:,}", each=later),
            dollars(offer.later),
        ),
        Line(say("You would save"), dollars(offer.later - offer.now), is_total=True),
    ]
    return replace(
        view,
        sells=True,
        offer=say(
            "Through {until} a mile costs {each}; at the end, {later}. Miles that you buy and do "
            "not drive are credited.",
            until=until,
            each=each,
            later=later,
        ),
        offer_lines=lines if offer.suggested else [],
        suggested=str(offer.suggested or ""),
    )
