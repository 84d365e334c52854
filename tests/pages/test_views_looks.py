"""What the design promises: words for dates, and colours that can be read."""

from datetime import date, datetime

import pytest

from finance_portal.settings import Brand
from finance_portal.ui import theme, wording
from finance_portal.ui.money import split

TODAY = date(2026, 11, 23)
READABLE, VISIBLE = 4.5, 3.0
PAIRS = [
    *[(ink, ground, READABLE) for ink in ("ink", "muted") for ground in ("bg", "surface")],
    ("muted", "surface2", READABLE),
    ("brand", "bg", READABLE),
    ("brand", "surface", READABLE),
    ("onbrand", "brand", READABLE),
    ("brand", "brandsoft", READABLE),
    ("warn", "warnsoft", READABLE),
    ("danger", "dangersoft", READABLE),
    ("danger", "surface", READABLE),
    ("info", "infosoft", READABLE),
    ("onalarm", "alarm", READABLE),
    ("edge", "surface", VISIBLE),
    ("edge", "bg", VISIBLE),
    ("series", "surface", VISIBLE),
    ("warn", "surface", VISIBLE),
]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "needed"), PAIRS)
def test_colours_can_be_read(scheme, ink, ground, needed):
    palette = getattr(Brand(), scheme)
    tokens = (theme.LIGHT if scheme == "light" else theme.DARK) | palette.model_dump()

    assert contrast(tokens[ink], tokens[ground]) >= needed


def test_both_schemes_define_the_same_names():
    assert theme.LIGHT.keys() == theme.DARK.keys()


def test_a_brand_s_colours_reach_the_page():
    brand = Brand()
    brand.light.brand = "#123456"

    assert "--brand:#123456;" in theme.stylesheet(brand)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 12, 1), "in 8 days"),
        (date(2026, 11, 1), "22 days ago"),
    ],
)
def test_distances_are_told_in_days(day, words):
    assert wording.distance(TODAY, day) == words


@pytest.mark.parametrize(
    ("hour", "words"), [(0, "Good morning"), (12, "Good afternoon"), (17, "Good evening")]
)
def test_a_greeting_fits_the_hour(hour, words):
    assert wording.greeting(datetime(2026, 11, 23, hour)) == words  # noqa: DTZ001 - the lender's own


@pytest.mark.parametrize(
    ("name", "first", "letters"),
    [("Elena Marsh", "Elena", "EM"), ("Capt. Maya Benton", "Maya", "MB"), ("Cher", "Cher", "C")],
)
def test_people_are_greeted_by_their_first_name(name, first, letters):
    assert (wording.first_name(name), wording.initials(name)) == (first, letters)


def test_one_of_a_thing_is_not_several():
    assert (wording.plural(1, "payment"), wording.plural(2, "entry")) == (
        "1 payment",
        "2 entries",
    )


def test_shares_of_nothing_are_left_out():
    assert [part.kind for part in split(principal=100, interest=0)] == ["principal"]
