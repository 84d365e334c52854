from datetime import date

from finance_portal.domain.schedule import contract_schedule, projected_schedule
from finance_portal.pages.on_a_day import views as another_day
from finance_portal.pages.schedule.views import NOTHING, view
from finance_portal.services.on_a_day import Figures, Later, OnADay
from finance_portal.services.schedules import Pair, Schedules, YearSums
from tests.domain.make import B2, L1

AS_OF = date(2026, 4, 10)


def schedules(**changes):
    """L1 after its second payment."""
    own = contract_schedule(L1)
    projected = {row.number: row for row in projected_schedule(L1, B2, AS_OF)}
    values = {
        "kind": "loan",
        "as_of": AS_OF,
        "pairs": [
            Pair(
                number=row.number,
                own=row,
                projected=projected.get(row.number),
                is_paid=row.number < 3,
            )
            for row in own
        ],
        "years": [YearSums(year=2026, principal=4_000_00, interest=1_000_00)],
        "amount_financed": 30_000_00,
        "principal": 29_209_92,
        "interest_paid": 372_96,
        "interest_to_come": 4_518_15,
        "signed_interest": 4_891_11,
        "paid_so_far": 1_163_04,
        "signed_maturity": own[-1].due_on,
        "next_due_on": date(2026, 5, 1),
        "half_repaid_on": date(2028, 11, 1),
        "last_payment": projected[60],
        "last_working": (),
    }
    return Schedules(**(values | changes))


class TestTheSchedule:
    def test_opens_the_year_of_the_next_payment_and_marks_what_is_paid(self):
        years = view(schedules(), "/x.csv").years

        assert [year.title for year in years if year.is_open] == ["2026"]
        paid, *_, last = years[0].rows
        assert (paid.note, paid.payment, paid.expected_payment) == ("Paid", "$581.52", NOTHING)
        assert (last.due, last.expected_payment) == ("Dec 1, 2026", "$581.52")

    def test_says_when_interest_comes_to_what_was_signed_and_when_to_more(self):
        assert "comes to what was signed: $4,891.11" in view(schedules(), "").summary

        late = view(schedules(interest_to_come=4_520_15), "").summary

        assert "$2.00 more than was signed" in late

    def test_lists_the_dates_worth_knowing_in_their_order(self):
        assert [fact.value for fact in view(schedules(), "").dates] == [
            "May 1, 2026",
            "Feb 1, 2027",
            "Nov 1, 2028",
            "Feb 1, 2031",
            "Feb 1, 2031",
        ]

    def test_of_a_lease_has_no_interest(self):
        shown = view(schedules(kind="lease"), "")

        assert shown.is_lease
        assert shown.bars == []
        assert not any("nterest" in fact.label for fact in [*shown.facts, *shown.dates])


def figures(**changes):
    values = {
        "standing": "current",
        "principal": 29_209_92,
        "interest": 0,
        "fees": 0,
        "payoff": 29_209_92,
        "past_due": 0,
        "next_due_on": date(2026, 5, 1),
        "next_due_amount": 581_52,
    }
    return Figures(**(values | changes))


def day(**changes):
    values = {
        "kind": "loan",
        "on": date(2026, 4, 2),
        "first_day": date(2026, 1, 15),
        "last_day": AS_OF,
        "now": figures(),
        "then": figures(),
        "later": [],
        "principal_working": (),
        "payoff_working": (),
        "past_due_working": (),
    }
    return OnADay(**(values | changes))


class TestAnotherDay:
    def test_says_that_nothing_was_corrected(self):
        shown = another_day.view(day())

        assert shown.said == another_day.UNCHANGED
        assert not any(row.is_corrected for row in shown.rows)

    def test_marks_each_figure_that_was_corrected_and_says_by_what(self):
        later = Later(
            title="Payment returned by the bank",
            amount=None,
            counts_from=date(2026, 4, 1),
            entered_on=date(2026, 4, 3),
        )

        shown = another_day.view(day(now=figures(principal=29_640_40), later=[later]))

        corrected = {row.label: (row.then, row.now) for row in shown.rows if row.is_corrected}
        assert corrected == {"Principal balance": ("$29,209.92", "$29,640.40")}
        assert shown.later == [
            "Payment returned by the bank: entered Apr 3, 2026, counts from Apr 1, 2026."
        ]
