"""The end of a lease on a real database: prices, miles, plans, appointments (1.14)."""

from datetime import date, timedelta

import pytest

from finance_portal.domain.events import Payment
from finance_portal.models.contracts import Lease, OdometerReading
from finance_portal.models.lease_end import MilesPurchase
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import accounts, ledger
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.lease_end import choices, miles
from finance_portal.services.lease_end.held import LeaseEndRefused
from finance_portal.services.lease_end.outlook import outlook
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.payoff.dial import dial_of
from finance_portal.services.requests import new_form_token
from finance_portal.services.workings import workings
from tests.make import cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.leaseholders import (
    DANIEL,
    ELENA,
    JAMES,
    NOW,
    THEO,
    TODAY,
    TOKEN,
    Holder,
    portfolio,
)


@pytest.fixture
def lender(db):
    return portfolio(db)


@pytest.fixture
def daniel(lender):
    return Holder(lender, DANIEL)


def seen(holder, today=TODAY):
    return outlook(holder.db, borrower_id=holder.person.id, contract_ref=holder.ref, today=today)


def book(holder, on, place="Any dealer, 10004", token=None):
    choices.book(
        holder.db,
        holder.act,
        **holder.about(on=on, time="morning", place=place, form_token=token or new_form_token()),
    )


def plan(holder, option):
    token = new_form_token()
    choices.choose(holder.db, holder.act, **holder.about(option=option, form_token=token))


def read(holder, shown, now=NOW):
    about = holder.about(miles=shown) | {"now": now}
    miles.note_reading(holder.db, holder.act, **about)


def test_the_three_figures_of_contract_c_are_kept_apart(daniel):
    lease = seen(daniel)

    assert lease.figures.remaining_payments == cents("2719.32")
    assert lease.figures.early_buyout == cents("37456.12")
    assert lease.figures.maturity_buyout == cents("35345.15")
    assert (lease.early.buyout.price, lease.early.through) == (
        cents("37106.12"),
        date(2026, 12, 20),
    )


def test_the_tax_is_on_the_price_alone(daniel):
    buyout = seen(daniel).early.buyout

    assert buyout.tax == cents("2690.19")  # 7.25 % of 37,106.12
    assert buyout.total == cents("40146.31")


def test_the_projection_of_contract_c_costs_302_75_at_the_end_and_242_20_now(daniel):
    lease = seen(daniel)

    assert (lease.figures.miles.projected, lease.figures.miles.excess) == (31_223, 1_211)
    assert lease.figures.miles.charge == cents("302.75")
    assert (lease.offer.now, lease.offer.later) == (cents("242.20"), cents("302.75"))
    assert lease.offer.until == date(2027, 2, 19)


def test_the_buyout_falls_with_each_payment_date_until_the_end(daniel):
    prices = seen(daniel).by_date

    assert [each.through for each in prices] == [
        date(2026, 12, 20),
        date(2027, 1, 20),
        date(2027, 2, 20),
        date(2027, 3, 20),
    ]
    assert [each.payments_left for each in prices] == [3, 2, 1, 0]
    assert prices[-1].buyout.price == cents("34995.15")
    amounts = [each.buyout.price for each in prices]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize("day", [date(2026, 12, 21), date(2026, 12, 22), date(2027, 1, 20)])
def test_r14_4_a_payment_that_is_due_and_open_is_in_the_buyout_once_on_every_page(daniel, day):
    about = {"borrower_id": daniel.person.id, "contract_ref": daniel.ref, "today": day}
    right = cents("36405.26") + cents("350.00") + cents("906.44")  # two payments to come

    dialed = dial_of(daniel.db, **about).buyouts
    assert (dialed.early.before_tax, dialed.early_good_through) == (right, date(2027, 1, 20))

    shown = seen(daniel, day).early
    # 7.25 % of the price
    assert (shown.buyout.total, shown.through) == (right + cents("2639.38"), date(2027, 1, 20))
    account = accounts.account(daniel.db, **about)
    lines = workings(daniel.db, borrower_id=daniel.person.id, account=account).early_buyout
    assert account.lease.early_buyout == right
    assert lines[-1].endswith("$37,661.70")


def test_r14_4_what_is_paid_toward_the_next_payment_is_taken_off_the_buyout(daniel):
    paid = Payment(effective_on=TODAY, sequence=NEXT, id="p1", amount=cents("400.00"))
    with daniel.db.begin() as session:
        ledger.enter(session, daniel.contract.id, [Happening(paid, "test:1")], NOW)

    about = {"borrower_id": daniel.person.id, "contract_ref": daniel.ref, "today": TODAY}
    assert dial_of(daniel.db, **about).buyouts.early.before_tax == cents("37056.12")


def test_a_lease_in_its_extension_has_no_early_buyout_and_names_its_months(lender):
    theo = seen(Holder(lender, THEO))

    assert (theo.early, theo.by_date, theo.figures.early_buyout) == (None, [], None)
    assert theo.figures.extended_months == 3
    assert theo.months_left == 3
    assert theo.runs_through == date(2026, 12, 30)


def test_a_loan_has_no_lease_end(lender):
    elena = Holder(lender, ELENA)

    with pytest.raises(LeaseEndRefused):
        seen(elena)


def test_nobody_sees_the_lease_of_somebody_else(daniel, lender):
    mallory = Holder(lender, THEO)

    with pytest.raises(ContractNotFound):
        outlook(lender, borrower_id=mallory.person.id, contract_ref=daniel.ref, today=TODAY)


def test_a_reading_moves_the_projection(daniel):
    read(daniel, 28_000)

    found = seen(daniel).figures.miles
    assert (found.odometer, found.read_on) == (28_000, TODAY)
    assert found.projected == 31_380  # 27,988 miles in 977 days, for 1,095


def test_a_reading_of_the_same_day_takes_the_place_of_the_first(daniel):
    read(daniel, 28_000)
    read(daniel, 27_900)

    mine = [each for each in rows(daniel.db, OdometerReading) if each.read_on == TODAY]
    assert [each.miles for each in mine] == [27_900]


@pytest.mark.parametrize("shown", [27_859, 0, 999_999])
def test_a_reading_below_the_last_or_beyond_belief_is_refused(daniel, shown):
    with pytest.raises(LeaseEndRefused) as refusal:
        read(daniel, shown)

    assert refusal.value.field == "odometer"
    assert seen(daniel).figures.miles.odometer == 27_860


def test_miles_are_sold_once_at_the_price_of_the_contract_and_charged(daniel):
    about = daniel.about(miles=1_211, form_token=TOKEN)

    first = miles.buy(daniel.db, daniel.act, **about)
    again = miles.buy(daniel.db, daniel.act, **about)

    assert first == again == cents("242.20")
    assert len(rows(daniel.db, MilesPurchase)) == 1
    assert daniel.position().other_fees == cents("242.20")
    after = seen(daniel)
    assert (after.allowed, after.figures.miles.excess) == (31_211, 0)
    assert "$242.20" in words(daniel.db, "miles_bought").paragraphs[0]


def test_no_miles_are_sold_after_their_last_day_or_without_a_price(daniel, lender):
    late = daniel.about(miles=10, form_token=TOKEN) | {"now": NOW + timedelta(days=89)}
    with pytest.raises(LeaseEndRefused, match="no longer"):
        miles.buy(lender, daniel.act, **late)

    james = Holder(lender, JAMES)
    with pytest.raises(LeaseEndRefused, match="no price"):
        miles.buy(lender, james.act, **james.about(miles=10, form_token=TOKEN))
    assert rows(lender, MilesPurchase) == []


def test_a_plan_is_kept_told_and_can_be_changed(daniel):
    plan(daniel, "return")
    plan(daniel, "buy")

    (request,) = rows(daniel.db, ServiceRequest)
    assert (request.kind, request.option, request.status) == ("lease_end", "buy", "scheduled")
    assert seen(daniel).plan.option == "buy"
    assert "buy the vehicle by March 21, 2027" in words(daniel.db, "request_moved").paragraphs[0]


def test_nothing_is_planned_before_the_last_year(lender):
    james = Holder(lender, JAMES)

    with pytest.raises(LeaseEndRefused, match="December 12, 2027"):
        plan(james, "return")


def test_an_appointment_is_asked_for_and_another_takes_its_place(daniel):
    book(daniel, date(2027, 3, 19))
    book(daniel, date(2027, 3, 20), place="Dealer Two")

    first, second = rows(daniel.db, ServiceRequest)
    assert (first.status, second.status) == ("withdrawn", "review")
    assert second.answer_by == date(2026, 12, 1)  # five banking days: Thanksgiving is none
    booked = seen(daniel).turn_in
    assert (booked.on, booked.details) == (date(2027, 3, 20), "Dealer Two")


@pytest.mark.parametrize("on", [TODAY, date(2027, 3, 21), date(2027, 4, 21)], ids=str)
def test_an_appointment_is_on_a_day_that_can_be(daniel, on):
    with pytest.raises(LeaseEndRefused) as refusal:
        book(daniel, on)

    assert refusal.value.field == "on"


def test_a_co_borrower_sees_the_appointment_but_not_the_other_ones_words(daniel):
    ruth = daniel.joined()
    book(daniel, date(2027, 3, 19), place="Behind my house")

    theirs = outlook(
        daniel.db, borrower_id=ruth.who.borrower_id, contract_ref=daniel.ref, today=TODAY
    ).turn_in

    assert (theirs.on, theirs.details) == (date(2027, 3, 19), "")


def test_the_place_of_an_appointment_is_sealed(daniel):
    book(daniel, date(2027, 3, 19), place="Behind my house")

    (request,) = rows(daniel.db, ServiceRequest)
    assert "Behind" not in f"{request.content}{request.details_sealed}"


def test_the_terms_of_a_lease_without_a_price_for_miles_say_so(lender):
    priced = [each.early_mile_cents for each in rows(lender, Lease)]

    assert priced == [20, None, None]
