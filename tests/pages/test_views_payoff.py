"""What the payoff page says of each day, of what is on its way, of letters and of a lease."""

from dataclasses import replace
from datetime import date

import pytest

from finance_portal.domain.cents import dollars
from finance_portal.domain.lease_end import Buyout
from finance_portal.domain.payoff import DIAL_DAYS, payoff_by_day
from finance_portal.pages.payoff.views import CHOSEN, view
from finance_portal.services import flags
from finance_portal.services.coming import Coming
from finance_portal.services.payoff.dial import Buyouts, Dial
from finance_portal.services.payoff.quotes import Given
from tests.domain.make import B2, L1, cents, charged, day, paid

QUOTED = day("2026-04-10")


def found(events=B2, **changes):
    days = payoff_by_day(L1, events, quoted_on=QUOTED)
    values = {
        "contract_ref": "c1",
        "kind": "loan",
        "today": QUOTED,
        "days": days,
        "workings": [(f"Payoff: {each.total}",) for each in days],
        "buyouts": None,
        "pending": 0,
        "coming": [],
        "next_due_on": None,
        "is_closed": False,
        "restrictions": flags.NONE,
        "letter_until": day("2026-05-10"),
        "given": [],
    }
    return Dial(**(values | changes))


def given(**changes):
    values = {
        "ref": "q",
        "quoted_on": QUOTED,
        "good_through": day("2026-04-20"),
        "total": cents("29,301.15"),
        "audience": "borrower",
        "recipient": "",
        "standing": "open",
        "document_ref": "d",
    }
    return Given(**(values | changes))


def buyouts(**changes):
    """Those of contract C."""
    values = {
        "early": Buyout(price=cents("37,106.12"), purchase_option_fee=cents("350.00")),
        "early_good_through": date(2026, 12, 20),
        "at_maturity": Buyout(price=cents("34,995.15"), purchase_option_fee=cents("350.00")),
        "matures_on": date(2027, 3, 21),
        "payments_left": 3,
        "remaining_payments": cents("2,719.32"),
    }
    return Buyouts(**(values | changes))


def test_on_a_saturday_paying_now_costs_what_is_owed_on_the_monday_it_counts_from():
    friday, monday = day("2026-04-10"), day("2026-04-13")

    shown = view(found(), monday)

    owed = found().days[(monday - friday).days].total
    assert shown.days[0].pay == f"Pay {dollars(owed)} now"
    assert any("Apr 13" in each and dollars(owed) in each for each in shown.notes)
    assert view(found(), friday).days[0].pay == f"Pay {dollars(found().days[0].total)} today"


def test_the_dial_begins_ten_days_ahead_and_goes_sixty():
    shown = view(found())

    assert len(shown.days) == DIAL_DAYS + 1
    assert (shown.first_day, shown.last_day) == ("2026-04-10", "2026-06-09")
    chosen = shown.days[CHOSEN]
    assert (chosen.on, chosen.total, chosen.interest) == ("2026-04-20", "$29,301.15", "$91.23")
    assert (chosen.words, chosen.far) == ("Mon, Apr 20, 2026", "in 10 days")


def test_the_button_of_today_pays_and_that_of_a_day_names_it():
    shown = view(found())

    assert shown.days[0].pay == "Pay $29,253.13 today"
    assert shown.days[CHOSEN].pay == "Pay it on Apr 20"


def test_a_letter_is_offered_for_thirty_days_and_the_dial_goes_on():
    offered = [each.has_letter for each in view(found()).days]

    assert offered == [True] * 31 + [False] * 30


def test_each_fee_and_what_is_held_has_a_line():
    events = [
        *B2,
        charged("2026-04-05", "29.08", installment=2),
        paid("2026-04-06", "100.00", "held"),
    ]
    shown = view(found(events))

    assert [(line.label, line.amount) for line in shown.before] == [("Principal", "$29,209.92")]
    assert [(line.label, line.amount) for line in shown.after] == [
        ("Late charges", "$29.08"),
        ("Held for you, taken off", "\N{MINUS SIGN}$100.00"),
    ]


def test_the_per_diem_has_four_decimals():
    facts = {fact.label: fact.value for fact in view(found()).facts}

    assert facts["Interest each day"] == "$4.8016"


def test_a28_what_is_on_its_way_is_said_and_not_taken_off():
    (said,) = view(found(pending=cents("581.52"))).notes

    assert said.startswith("$581.52 is on its way and is not taken off here yet")


def test_what_is_paid_by_itself_before_is_said():
    coming = [Coming(on=day("2026-05-01"), amount=cents("581.52"), is_autopay=True)]

    (said,) = view(found(coming=coming)).notes

    assert "$581.52 on May 1, 2026" in said


@pytest.mark.parametrize(("due", "count"), [("2026-05-01", 1), ("2026-07-01", 0)])
def test_a_payment_due_within_the_dial_is_to_be_made(due, count):
    assert len(view(found(next_due_on=day(due))).notes) == count


def test_what_is_past_due_is_said_to_be_in_the_amount():
    (said,) = view(found(next_due_on=day("2026-04-01"))).notes

    assert said.startswith("What fell due Apr 1, 2026 is in the amount.")


@pytest.mark.parametrize(
    ("standing", "status"),
    [("open", "Good"), ("paid", "Paid"), ("void", "No longer good"), ("over", "Over")],
)
def test_a_letter_says_whether_it_still_holds(standing, status):
    (letter,) = view(found(given=[given(standing=standing)])).letters

    assert (letter.status, letter.amount) == (status, "$29,301.15")
    assert letter.title == "Good through Apr 20, 2026"
    assert letter.href.endswith("?ref=d")


def test_a_letter_to_somebody_else_names_them():
    (letter,) = view(found(given=[given(audience="dealer", recipient="Main Street")])).letters

    assert letter.note == "For a dealer: Main Street. Quoted Apr 10, 2026."


def test_r14_6_a_lease_has_three_figures_and_the_word_payoff_is_none_of_them():
    shown = view(found(days=[], workings=[], kind="lease", buyouts=buyouts()))

    assert shown.shape == "lease"
    assert [(price.label, price.amount) for price in shown.prices] == [
        ("Early buyout", "$37,456.12"),
        ("Buyout at lease end", "$35,345.15"),
        ("Remaining payments", "$2,719.32"),
    ]
    assert "Dec 20, 2026" in shown.prices[0].note
    assert not any("payoff" in f"{price.label} {price.note}".lower() for price in shown.prices)


def test_a_price_that_the_contract_does_not_say_is_not_shown():
    unsaid = buyouts(early=None, at_maturity=None)

    shown = view(found(days=[], workings=[], kind="lease", buyouts=unsaid))

    assert [price.label for price in shown.prices] == ["Remaining payments"]


def test_r10_4_on_a_hold_nothing_is_shown_but_whom_to_ask():
    held = replace(flags.RESTRICTING["bankruptcy"], contact="Call our bankruptcy team.")

    shown = view(found(days=[], workings=[], restrictions=held, given=[given()]))

    assert (shown.shape, shown.contact) == ("held", "Call our bankruptcy team.")
    assert shown.letters == shown.days == []


def test_a_paid_off_contract_keeps_its_letters():
    shown = view(found(days=[], workings=[], is_closed=True, given=[given(standing="paid")]))

    assert (shown.shape, len(shown.letters)) == ("closed", 1)
