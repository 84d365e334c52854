"""The vehicle is back: statement, invoice, what is charged, dispute (R14.5 to R14.11)."""

from datetime import date, datetime, timedelta

import pytest

from finance_portal.documents.lease_words import STATEMENTS
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.events import Payment
from finance_portal.models.contracts import Lease
from finance_portal.models.documents import Document
from finance_portal.models.lease_end import LeaseInvoice
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import documents, ledger
from finance_portal.services.lease_end import choices, miles, odometer, returning
from finance_portal.services.lease_end.held import LeaseEndRefused
from finance_portal.services.lease_end.outlook import outlook
from finance_portal.services.lease_end.returning import Return, returned
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.requests import new_form_token
from tests.make import cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.leaseholders import DANIEL, NOW, THEO, TODAY, Holder, portfolio

BACK_ON = date(2027, 3, 22)
LATER = datetime(2027, 3, 24, 10, tzinfo=EASTERN)


@pytest.fixture
def lender(db):
    return portfolio(db)


@pytest.fixture
def daniel(lender):
    return Holder(lender, DANIEL)


def back(odometer, on=BACK_ON, **more):
    return Return(on=on, odometer=odometer, **more)


def bring(holder, found, now=LATER):
    invoice = returned(holder.db, DANIEL, found, now)
    with holder.db.read() as session:
        return invoice, {each.words: each.amount for each in returning.lines_of(session, invoice)}


def test_the_invoice_has_miles_wear_and_the_disposition_fee(daniel):
    found = back(31_223, wear=[("Left door, dent", cents("180.00"))])

    invoice, lines = bring(daniel, found)

    assert list(lines.values()) == [cents("302.75"), cents("180.00"), cents("495.00")]
    assert invoice.total_cents == cents("977.75")
    assert invoice.dispute_by == date(2027, 4, 23)
    assert daniel.position(LATER.date()).other_fees == cents("977.75")


@pytest.mark.parametrize(
    ("shown", "charge"), [(32_612, "650.00"), (30_012, "0.00"), (29_000, "0.00")], ids=str
)
def test_a50_miles_above_the_allowance_cost_what_the_contract_says(daniel, shown, charge):
    _, lines = bring(daniel, back(shown))

    total = sum(amount for line, amount in lines.items() if "miles" in line)
    assert total == cents(charge)


def test_a51_miles_that_were_bought_are_allowed_and_what_is_not_driven_is_credited(daniel):
    buying = daniel.about(miles=2_000, form_token="m" * 32)
    miles.buy(daniel.db, daniel.act, **buying)

    _, lines = bring(daniel, back(31_012))

    assert lines["1,000 miles that were bought and not driven"] == -cents("200.00")
    # the 400.00 of the miles, and the invoice of 495.00 less 200.00
    assert daniel.position(LATER.date()).other_fees == cents("695.00")


def hold(holder, deposit):
    with holder.db.begin() as session:
        session.get_one(Lease, 1).security_deposit_cents = cents(deposit)


def test_a_deposit_that_is_more_than_what_is_owed_is_said_to_go_back_and_does(daniel):
    hold(daniel, "800.00")
    daniel.pay("2719.32")

    invoice, _ = bring(daniel, back(29_000))

    assert invoice.total_cents == -cents("305.00")
    assert "We send you $305.00" in words(daniel.db, "lease_invoice").paragraphs[0]
    after = daniel.position(LATER.date())
    assert (after.other_fees, after.credit_balance) == (0, cents("305.00"))
    assert after.is_closed
    assert daniel.seen(LATER.date()).invoice.sent_back == cents("305.00")


def test_a_deposit_pays_what_is_still_open_before_anything_goes_back(daniel):
    hold(daniel, "800.00")

    bring(daniel, back(29_000))

    said = words(daniel.db, "lease_invoice").paragraphs[0]
    assert "$305.00 that was still open is paid from what we hold." in said
    assert "We send you" not in said
    after = daniel.position(LATER.date())
    assert after.principal == cents("2414.32")
    assert not after.is_closed


def test_all_payments_made_the_lease_goes_on_until_the_vehicle_is_back(daniel):
    daniel.pay("2719.32")

    assert daniel.account().closed_on is None
    assert daniel.account().standing != "paid_off"
    assert daniel.account().lease.runs_through == date(2027, 3, 21)

    bring(daniel, back(29_000))
    assert daniel.account(LATER.date()).to_cure == cents("495.00")
    daniel.pay("495.00", LATER)
    assert daniel.account(LATER.date()).closed_on == LATER.date()


def test_a_deposit_beyond_the_invoice_pays_what_is_open_and_the_rest_is_credit(daniel):
    with daniel.db.begin() as session:
        session.get_one(Lease, 1).security_deposit_cents = cents("4000.00")

    bring(daniel, back(29_000))

    after = daniel.position(LATER.date())
    # 4,000.00 less 495.00 and the three payments of 906.44
    assert (after.principal, after.credit_balance) == (0, cents("785.68"))
    assert after.is_closed


@pytest.mark.parametrize(
    ("on", "open_"), [("2026-11-25", "0.00"), ("2026-12-02", "489.12")], ids=str
)
def test_returned_in_its_extension_no_month_is_owed_that_had_not_begun(lender, on, open_):
    theo, now = Holder(lender, THEO), datetime(2026, 12, 5, 10, tzinfo=EASTERN)

    returned(lender, THEO, back(25_000, on=date.fromisoformat(on)), now)

    after = theo.position(now.date())
    assert (after.principal, after.past_due) == (cents(open_), cents(open_))
    assert after.other_fees == cents("350.00")
    assert after.standing == ("past_due" if after.past_due else "current")


def test_a49_a_payment_that_was_due_before_an_early_return_is_in_its_charge_once(daniel):
    now = datetime(2026, 12, 24, 10, tzinfo=EASTERN)
    found = back(28_000, on=date(2026, 12, 23), realized=cents("35000.00"))

    _, lines = bring(daniel, found, now)

    # 36,405.26 with two payments to come, 906.44 past due, 495.00, less 35,000.00
    assert list(lines.values()) == [cents("2806.70")]
    assert daniel.position(now.date()).principal == 0


def test_a49_an_early_return_costs_what_the_value_does_not_cover(daniel):
    found = back(28_000, on=TODAY, realized=cents("35000.00"), taxes=cents("120.00"))

    _, lines = bring(daniel, found, NOW)

    # 37,106.12 + 495.00 + 120.00 - 35,000.00
    assert list(lines.values()) == [cents("2721.12")]
    after = daniel.position()
    assert (after.principal, after.other_fees) == (0, cents("2721.12"))


def test_r14_5_miles_and_wear_are_in_the_value_of_an_early_return_and_not_charged_again(daniel):
    found = back(40_000, on=TODAY, realized=cents("35000.00"))

    _, lines = bring(daniel, found, NOW)

    assert list(lines.values()) == [cents("2601.12")]


def test_r14_5_wear_of_an_early_return_is_refused(daniel):
    found = back(28_000, on=TODAY, realized=1, wear=[("Dent", cents("100.00"))])

    with pytest.raises(LeaseEndRefused, match="what the vehicle brought"):
        bring(daniel, found, NOW)


def test_a49_an_early_return_for_more_than_is_owed_costs_nothing(daniel):
    bring(daniel, back(28_000, on=TODAY, realized=cents("40000.00")), NOW)

    assert daniel.position().is_closed


def test_an_early_return_needs_what_the_vehicle_brought(daniel):
    with pytest.raises(LeaseEndRefused, match="--realized"):
        bring(daniel, back(28_000, on=TODAY), NOW)

    assert rows(daniel.db, LeaseInvoice) == []


def test_of_a_lease_from_month_to_month_no_payment_is_owed_that_falls_due_later(db):
    theo = Holder(portfolio(db), THEO)
    assert theo.position().principal == cents("489.12")

    returned(db, THEO, back(30_410, on=TODAY), NOW)

    assert (theo.position().principal, theo.position().next_installment) == (0, None)
    assert theo.position().other_fees > 0


def test_returned_twice_it_is_invoiced_once(daniel):
    first, _ = bring(daniel, back(31_223))
    again, _ = bring(daniel, back(35_000))

    assert first.id == again.id
    assert daniel.position(LATER.date()).other_fees == cents("797.75")


def test_the_invoice_ends_what_was_planned_and_nothing_can_be_changed(daniel):
    token = new_form_token()
    choices.choose(daniel.db, daniel.act, **daniel.about(option="return", form_token=token))

    bring(daniel, back(31_223))

    (request,) = rows(daniel.db, ServiceRequest)
    assert request.status == "done"
    with pytest.raises(LeaseEndRefused, match="is back"):
        miles.note_reading(daniel.db, daniel.act, **daniel.about(miles=31_500))


def test_the_invoice_is_a_document_and_on_the_page(daniel):
    bring(daniel, back(31_223))

    (paper,) = rows(daniel.db, Document)
    assert documents.file_of(paper).startswith(b"%PDF")
    about = {"borrower_id": daniel.person.id, "contract_ref": daniel.ref}
    seen = outlook(daniel.db, **about, today=LATER.date())
    assert seen.invoice.document_ref == paper.ref
    assert seen.invoice.total == cents("797.75")


def test_a_dispute_is_answered_within_five_banking_days_and_its_words_are_sealed(daniel):
    bring(daniel, back(31_223))

    _dispute(daniel, LATER)

    dispute = rows(daniel.db, ServiceRequest)[-1]
    assert (dispute.kind, dispute.status) == ("invoice_dispute", "review")
    assert dispute.answer_by == date(2027, 3, 31)
    assert "odometer" not in dispute.details_sealed


def test_after_its_days_an_invoice_cannot_be_disputed(daniel):
    bring(daniel, back(31_223))

    with pytest.raises(LeaseEndRefused, match="until April 23, 2027"):
        _dispute(daniel, LATER + timedelta(days=31))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_odometer_statement_says_what_was_certified(daniel, statement):
    ref = _state(daniel, statement=statement)

    (paper,) = rows(daniel.db, Document)
    assert (paper.ref, paper.kind) == (ref, "odometer")
    for said in ("28,000 miles", daniel.contract.vin, STATEMENTS[statement], "Daniel Whitfield"):
        assert said in paper.content
    assert daniel.act.client.ip not in paper.content  # whoever else is bound reads it, too


def test_what_the_other_lessee_states_is_a_statement_of_their_own(daniel):
    mine = _state(daniel)
    other = daniel.joined()

    said = daniel.about(miles=28_000, statement="actual", name="Ruth Whitfield")
    assert odometer.state(daniel.db, other, **said) != mine


def test_the_same_statement_twice_is_one_document(daniel):
    assert _state(daniel) == _state(daniel)
    assert len(rows(daniel.db, Document)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"statement": "perhaps"}, "statement"),
        ({"miles": 100}, "odometer"),
    ],
)
def test_a_statement_that_is_not_whole_is_not_signed(daniel, changes, field):
    with pytest.raises(LeaseEndRefused) as refusal:
        _state(daniel, **changes)

    assert refusal.value.field == field
    assert rows(daniel.db, Document) == []


def _state(holder, **changes):
    said = {"miles": 28_000, "statement": "actual", "name": "Daniel Whitfield"} | changes
    return odometer.state(holder.db, holder.act, **holder.about(**said))


def _dispute(holder, now):
    about = holder.about(words="The odometer is wrong.", form_token=new_form_token())
    returning.dispute(holder.db, holder.act, **about | {"now": now})


def test_by_military_orders_a_lease_ends_without_an_early_charge(daniel):
    found = back(40_000, on=TODAY, wear=[("Dent", cents("100.00"))], by_orders=True)

    _, lines = bring(daniel, found, NOW)

    # 1.22: excess miles and wear are owed, the payments left and the disposition fee are not
    assert list(lines.values()) == [cents("2497.00"), cents("100.00")]
    after = daniel.position()
    assert (after.principal, after.other_fees) == (0, cents("2597.00"))


def test_by_military_orders_what_was_paid_ahead_goes_back(daniel):
    paid = Payment(effective_on=TODAY, sequence=NEXT, id="p1", amount=cents("1306.44"))
    with daniel.db.begin() as session:
        ledger.enter(session, daniel.contract.id, [Happening(paid, "test:1")], NOW)

    _, lines = bring(daniel, back(28_000, on=TODAY, by_orders=True), NOW)

    assert list(lines.values()) == [-cents("1306.44")]
    assert daniel.position().credit_balance == cents("1306.44")
