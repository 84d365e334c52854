"""Which clocks somebody in the United States lives by, and when they may be texted (1.28).

A ZIP code's first three digits name its state (USPS publication 65), a state has one zone or two.
Where a state has two, and where the state is not known, all of them must be awake.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(8), time(21)

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
ARIZONA, ALASKA, ALEUTIANS, HAWAII = (
    "America/Phoenix",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
)
PUERTO_RICO, GUAM = "America/Puerto_Rico", "Pacific/Guam"
EVERYWHERE = (EASTERN, CENTRAL, MOUNTAIN, ARIZONA, PACIFIC, ALASKA, ALEUTIANS, HAWAII)

# fmt: off
ZONES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("CT", "DC", "DE", "GA", "MA", "MD", "ME", "NC", "NH", "NJ", "NY", "OH", "PA", "RI", "SC",
         "VA", "VT", "WV"), (EASTERN,)),
    **dict.fromkeys(("FL", "IN", "KY", "MI", "TN"), (EASTERN, CENTRAL)),
    **dict.fromkeys(("AL", "AR", "IA", "IL", "LA", "MN", "MO", "MS", "OK", "WI"), (CENTRAL,)),
    **dict.fromkeys(("KS", "ND", "NE", "SD", "TX"), (CENTRAL, MOUNTAIN)),
    **dict.fromkeys(("CO", "MT", "NM", "UT", "WY"), (MOUNTAIN,)),
    **dict.fromkeys(("ID", "OR"), (MOUNTAIN, PACIFIC)),
    **dict.fromkeys(("CA", "NV", "WA"), (PACIFIC,)),
    "AZ": (ARIZONA, MOUNTAIN),  # the Navajo Nation changes its clocks
    "AK": (ALASKA, ALEUTIANS),
    "HI": (HAWAII,),
    "PR": (PUERTO_RICO,),
    "GU": (GUAM,),
}
# The first and the last three digits of each range, in order.
PREFIXES: tuple[tuple[int, int, str], ...] = (
    (5, 5, "NY"), (6, 9, "PR"), (10, 27, "MA"), (28, 29, "RI"), (30, 38, "NH"), (39, 49, "ME"),
    (50, 54, "VT"), (55, 55, "MA"), (56, 59, "VT"), (60, 62, "CT"), (63, 63, "NY"),
    (64, 69, "CT"), (70, 89, "NJ"), (100, 149, "NY"), (150, 196, "PA"), (197, 199, "DE"),
    (200, 200, "DC"), (201, 201, "VA"), (202, 205, "DC"), (206, 219, "MD"), (220, 246, "VA"),
    (247, 268, "WV"), (270, 289, "NC"), (290, 299, "SC"), (300, 319, "GA"), (320, 339, "FL"),
    (341, 349, "FL"), (350, 369, "AL"), (370, 385, "TN"), (386, 397, "MS"), (398, 399, "GA"),
    (400, 427, "KY"), (430, 459, "OH"), (460, 479, "IN"), (480, 499, "MI"), (500, 528, "IA"),
    (530, 549, "WI"), (550, 567, "MN"), (570, 577, "SD"), (580, 588, "ND"), (590, 599, "MT"),
    (600, 629, "IL"), (630, 658, "MO"), (660, 679, "KS"), (680, 693, "NE"), (700, 714, "LA"),
    (716, 729, "AR"), (730, 732, "OK"), (733, 733, "TX"), (734, 749, "OK"), (750, 799, "TX"),
    (800, 816, "CO"), (820, 831, "WY"), (832, 838, "ID"), (840, 847, "UT"), (850, 865, "AZ"),
    (870, 884, "NM"), (885, 885, "TX"), (889, 898, "NV"), (900, 961, "CA"), (967, 968, "HI"),
    (969, 969, "GU"), (970, 979, "OR"), (980, 994, "WA"), (995, 999, "AK"),
)
# fmt: on


def state_of(zip_code: str | None) -> str | None:
    """Return the state of a ZIP code by its two letters, None where it is not known."""
    digits = (zip_code or "")[:3]
    if len(digits) < 3 or not (digits.isascii() and digits.isdigit()):  # noqa: PLR2004
        return None
    return next((state for first, last, state in PREFIXES if first <= int(digits) <= last), None)


def zones_of(zip_code: str | None) -> tuple[str, ...]:
    """Return every zone that the holder of a ZIP code may live in; all of them when unknown."""
    return ZONES.get(state_of(zip_code) or "", EVERYWHERE)


def waits_until(now: datetime, zip_code: str | None) -> datetime | None:
    """Return when somebody may be texted next; None when that is now: from 8 to before 21."""
    zones = [ZoneInfo(name) for name in zones_of(zip_code)]
    if all(_is_day(now, zone) for zone in zones):
        return None
    mornings = (_next_opening(now, zone) for zone in zones)
    return min(at for at in mornings if all(_is_day(at, zone) for zone in zones))


def _is_day(now: datetime, zone: ZoneInfo) -> bool:
    return OPENS <= now.astimezone(zone).time() < CLOSES


def _next_opening(now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, zone)
