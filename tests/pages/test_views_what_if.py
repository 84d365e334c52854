"""The what-if page: what a slider asks for, and how the comparison is said."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_portal.domain.projection import Extra, project
from finance_portal.domain.replay import replay
from finance_portal.pages.what_if import views
from finance_portal.services.what_if import WhatIf
from tests.domain.make import B1, L1, L1B, charged, day, on_time

ON = day("2026-03-02")


def seen(extra, events=B1, on=ON):
    position = replay(L1, events, on)
    return WhatIf(
        vehicle="2026 Sedan",
        kind="loan",
        as_of=on,
        principal=position.principal,
        installment=position.next_installment.amount,
        to_cure=position.to_cure,
        agreed=project(L1, events, on=on),
        extra=project(L1, events, extra, on=on),
    )


def shown(way, number, **about):
    extra = views.extra_of(way, number, L1.installment)
    return views.view(way, views.slider(way, 100_00, number), extra, seen(extra, **about))


def test_it_says_what_is_saved_and_how_much_sooner():
    view = shown(views.MONTHLY, 50)

    assert view.saved == "$434.47"
    assert view.sooner == "Paid off 5 months sooner, in Sep 2030."
    assert view.means == "$631.52 instead of $581.52 each time."
    assert view.summary.startswith("$50.00 more with every payment saves $434.47 of interest.")
    assert [row.agreed for row in view.rows][:1] == ["Feb 1, 2031"]
    assert [row.extra for row in view.rows][:1] == ["Sep 1, 2030"]


def test_nothing_extra_saves_nothing_and_ends_as_agreed():
    view = shown(views.MONTHLY, 0)

    assert (view.saved, view.sooner) == ("$0.00", "Paid off in Feb 2031, as agreed.")


def test_the_years_end_with_nothing_left_in_both_ways():
    last = shown(views.TWO_WEEKS, 0).years[-1]

    assert (last.label, last.agreed, last.extra) == ("End of 2031", "$0.00", "$0.00")


def test_what_is_past_due_is_said_to_come_first():
    late = [*B1, charged("2026-04-20", "29.08", installment=2)]

    notes = shown(views.ONCE, 1_000, events=late, on=day("2026-04-20")).notes

    assert "$610.60 is past due or in fees" in notes[0]


@pytest.mark.parametrize(
    ("to", "extra"), [(10, 8_48), (25, 18_48), (50, 18_48), (100, 18_48)], ids=str
)
def test_rounding_up_goes_to_the_next_round_amount(to, extra):
    assert views.extra_of(views.ROUND_UP, to, 581_52) == Extra(monthly=extra)


def test_a_payment_that_is_round_already_goes_to_the_next():
    assert views.extra_of(views.ROUND_UP, 50, 600_00) == Extra(monthly=50_00)


@given(largest=st.integers(1, 99_999_99), wanted=st.none() | st.integers())
@pytest.mark.parametrize("way", views.STEP)
def test_a_slider_never_leaves_its_ends(way, largest, wanted):
    slider = views.slider(way, largest, wanted)

    assert 0 <= int(slider.value) <= int(slider.most)
    assert int(slider.value) % int(slider.step) == 0


def test_the_picture_ends_sooner_than_agreed_and_both_begin_today():
    picture = shown(views.MONTHLY, 50).picture

    assert [tick.words for tick in picture.dates] == ["Today", "Feb 2031"]
    assert picture.line.startswith("M0.00 ")
    assert picture.projected.endswith("100.00 100.00")


def test_a_balloon_is_drawn_to_fall_on_its_day_and_not_over_the_month_before():
    on = day("2029-11-15")
    paid = on_time(L1B, until=on)
    balloon = WhatIf(
        vehicle="2026 Sedan",
        kind="balloon",
        as_of=on,
        principal=replay(L1B, paid, on).principal,
        installment=L1B.installment,
        to_cure=0,
        agreed=project(L1B, paid, on=on),
        extra=project(L1B, paid, Extra(monthly=50_00), on=on),
    )

    days = [point[0] for point in views._points(balloon, balloon.agreed)]

    assert days[-2:] == [day("2030-01-31"), day("2030-02-01")]
    assert any("shrinks" in note for note in views._notes(views.MONTHLY, balloon))


def test_a_much_shorter_way_has_its_end_named():
    picture = shown(views.MONTHLY, 500).picture

    assert [tick.words for tick in picture.dates] == ["Today", "Sep 2028", "Feb 2031"]


def test_days_count_where_months_do_not():
    view = views.view(
        views.MONTHLY,
        views.Slider(),
        Extra(),
        replace(seen(Extra()), extra=project(L1, B1, Extra(every_two_weeks=True), on=ON)),
    )

    assert view.sooner == "Paid off 6 months sooner, in Aug 2030."
    assert views._sooner(date(2031, 2, 20), date(2031, 2, 6)) == (
        "Paid off 14 days sooner, on Feb 6, 2031."
    )
