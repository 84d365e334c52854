"""Adapters for calendars and identifiers."""

from datetime import date, timedelta

from finance_portal.domain import ach, calendar, vin
from tests.domain.make import day
from tests.vectors.shared import NotSupported


def due_dates(inputs):
    if inputs["month_end"] != "clamp":
        raise NotSupported(f"month end {inputs['month_end']}")
    anchor = inputs["anchor_day"]
    first = (
        day(inputs["first_due"])
        if "first_due" in inputs
        else calendar.add_months(day(inputs["start"]), 1, anchor)
    )
    dates = calendar.due_dates(first, anchor, inputs["count"])
    return {"dates": [each.isoformat() for each in dates]}


def fed_holidays(inputs):
    year = inputs["year"]
    closed = calendar.closed_weekdays(year)
    return {
        "closed_weekdays": [each.isoformat() for each in closed],
        "open_fridays_before_saturday_holiday": _open_fridays(year),
    }


def _open_fridays(year):
    days = (date(year, 1, 1) + timedelta(days=count) for count in range(366))
    return [
        each.isoformat()
        for each in days
        if each.year == year
        and calendar.is_banking_day(each)
        and _is_saturday_holiday(each + timedelta(days=1))
    ]


def _is_saturday_holiday(each):
    return each.isoweekday() == 6 and each in calendar._holidays(each.year)


def banking_days(inputs):
    on = day(inputs["date"])
    if inputs["op"] == "is_banking_day":
        return {"value": calendar.is_banking_day(on)}
    return {"date": calendar.add_banking_days(on, inputs["days"]).isoformat()}


def ach_return_codes(inputs):
    code = ach.RETURN_CODES[inputs["code"]]
    return {
        "title": code.title,
        "retryable_without_fix": code.is_retryable,
        "unauthorized_class": code.is_unauthorized,
        "administrative_class": code.is_administrative,
        "consumer_60_day_window": code.has_claim_window,
    }


def routing_number(inputs):
    return {"valid": ach.is_routing_number(inputs["number"])}


def vin_number(inputs):
    return {
        "well_formed": vin.is_well_formed(inputs["vin"]),
        "check_digit_ok": vin.has_right_check_digit(inputs["vin"]),
    }
