"""Six percent in service: from its first day, whenever the orders come; forgiven, never owed."""

from datetime import date
from fractions import Fraction
from math import floor

import pytest
from sqlmodel import col, select

from finance_portal.domain.events import Intent
from finance_portal.domain.replay import replay
from finance_portal.models.autopay import Autopay
from finance_portal.models.closing import AccountFlag
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import (
    accounts,
    demo,
    desk_of_requests,
    flagging,
    ledger,
    requests,
    returns,
)
from finance_portal.services.asking.deciding import DecisionRefused
from finance_portal.services.boarding.board import board
from finance_portal.services.contracts import file_of
from finance_portal.services.flagging import Flag, FlagRefused
from finance_portal.services.nightly import late_charges, standings
from finance_portal.services.nightly.work import work_off
from finance_portal.services.requests import Asked, new_form_token
from finance_portal.services.workings import workings
from tests import make
from tests.make import MORNING, cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.leaseholders import ELENA, Holder
from tests.services.payers import at, payer
from tests.working.checker import recompute

A42 = make.loan(
    terms={
        "principal": "20000.00",
        "rate": "9.49",
        "payment": "420.00",
        "contract_date": "2026-01-15",
        "returned_payment_fee": "25.00",
    },
    last_payments=[],
)
"""20,000.00 at 9.49 %, nothing paid yet."""


def serving(books, since, now):
    flag = Flag(contract_ref=books.contract.ref, kind="scra", since=since, noted_by="Pat")
    flagging.add(books.db, flag, now)


def seen(books, day):
    return accounts.account(
        books.db, borrower_id=books.borrower_id, contract_ref=books.contract.ref, today=day
    )


def night(db, now):
    work_off(db, standings.refreshing(now.date()), now=now)
    return work_off(db, late_charges.assessing(now), now=now).done


@pytest.fixture
def maya(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    with db.read() as session:
        found = (
            select(Contract, Obligor.borrower_id)
            .join(Obligor, col(Obligor.contract_id) == Contract.id)
            .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
            .where(col(Borrower.external_id) == "P-1009")
        )
        return make.Books(db, *session.exec(found).one())


def test_h_pays_less_at_six_percent_and_sees_what_is_forgiven(maya):
    account = seen(maya, MORNING.date())

    assert (account.rate, account.contract_rate) == ("6.00%", "9.49%")
    assert (account.installment_amount, account.signed_installment) == (
        cents("622.84"),
        cents("669.09"),
    )
    assert account.service.since == date(2026, 2, 1)
    assert account.service.forgiven == forgiven_by_hand(maya)


def forgiven_by_hand(books):
    """3.49 % of each day's principal since the cap, a day at a time, with integers alone."""
    with books.db.read() as session:
        file = file_of(session, session.get_one(Contract, books.contract.id))
    start, days = date(2026, 2, 1).toordinal(), MORNING.date().toordinal()
    parts = sum(
        replay(file.terms.billing, file.events, date.fromordinal(day)).principal * 34_900
        for day in range(start, days)
    )
    return (2 * parts + 365_000_000) // (2 * 365_000_000)


def test_h_can_work_out_again_what_is_forgiven(maya):
    account = seen(maya, MORNING.date())
    lines = workings(maya.db, borrower_id=maya.borrower_id, account=account).forgiven

    assert recompute(lines) == account.service.forgiven
    assert "(9.49% \N{MINUS SIGN} 6.00%)" in lines[0]
    assert lines[0].startswith("Feb 1, 2026 to ")


def asked(ada, since):
    about = Asked(
        form_token=new_form_token(),
        contract_id=ada.books.contract.id,
        borrower_id=ada.books.borrower_id,
        kind="scra",
        status="review",
        on_date=since,
    )
    with ada.db.begin() as session:
        return requests.open_request(session, about, "We have it.", at("2026-03-09")).ref


def test_a_request_is_answered_by_the_cap_itself_and_by_nothing_less(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    since = date(2026, 2, 1)
    ref = asked(ada, since)
    with pytest.raises(DecisionRefused, match="flag"):
        desk_of_requests.decide(
            db, ref, outcome="granted", reply="Yes.", by="Pat", now=at("2026-03-10")
        )

    serving(ada.books, since, at("2026-03-10"))

    (request,) = rows(db, ServiceRequest)
    assert (request.status, request.decided_by) == ("granted", "Pat")
    assert request.reply.startswith("Your rate is 6.00% during your service. Your payment is $")


def test_a_request_about_debt_from_during_service_is_left_to_a_person(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    ref = asked(ada, date(2026, 1, 10))

    with pytest.raises(FlagRefused):
        serving(ada.books, date(2026, 1, 10), at("2026-03-10"))

    assert rows(db, ServiceRequest)[0].status == "review"
    reply = "You signed it while you served."
    desk_of_requests.decide(
        db, ref, outcome="declined", reply=reply, by="Pat", now=at("2026-03-11")
    )
    assert rows(db, ServiceRequest)[0].status == "declined"


def test_a42_what_accrues_above_six_percent_is_forgiven_and_the_payment_falls(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    serving(ada.books, date(2026, 1, 16), at("2026-03-10"))

    account = seen(ada.books, date(2026, 2, 15))

    # Thirty days of service: 156.00 at the contract's rate, 98.63 at the cap.
    assert account.service.forgiven == cents("57.37")
    assert account.accrued_interest == cents("5.20") + cents("98.63")  # a day before service
    assert account.installment_amount < cents("420.00")
    assert night(db, at("2026-04-20")) == 0  # two installments are late, and none is charged


def test_a43_late_orders_count_from_the_start_of_service_and_the_excess_is_credited(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    for month in ("03", "04", "05"):
        ada.pay(f"2026-{month}-01", "420.00")
    before = seen(ada.books, date(2026, 5, 12))

    serving(ada.books, date(2026, 2, 1), at("2026-05-12"))

    after = seen(ada.books, date(2026, 5, 12))
    assert after.payoff_today == by_hand(ada.books, date(2026, 5, 12))
    # What is owed less is what would have accrued above the cap, and what that, paid earlier, has
    # saved of the interest that is left.
    assert before.payoff_today - after.payoff_today >= after.service.forgiven
    assert after.rate == "6.00%"
    assert after.credit_balance == 0
    said = " ".join(words(db, "rate_capped").paragraphs)
    assert "you owe $" in said
    assert "forgiven" in said


def by_hand(books, day):
    """20,000.00 from 15 January: 9.49 % for 17 days, then 6 %; 420.00 on each first from March."""
    paid = {date(2026, month, 1): 420_00 for month in (3, 4, 5)}
    principal, accrued = 20_000_00, Fraction(0)
    for number in range(date(2026, 1, 15).toordinal(), day.toordinal()):
        today = date.fromordinal(number)
        if today in paid:
            interest = floor(accrued + Fraction(1, 2))
            principal, accrued = principal - (paid[today] - interest), Fraction(0)
        rate = Fraction("0.0949") if today < date(2026, 2, 1) else Fraction("0.06")
        accrued += principal * rate / 365
    return principal + floor(accrued + Fraction(1, 2))


def test_what_was_collected_too_much_of_a_contract_that_is_paid_off_is_credited(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    owed = seen(ada.books, date(2026, 5, 12)).payoff_today
    ada.pay("2026-05-12", f"{owed / 100:.2f}", intent=Intent.PAYOFF)
    assert seen(ada.books, date(2026, 5, 12)).standing == "paid_off"

    serving(ada.books, date(2026, 2, 1), at("2026-06-01"))

    after = seen(ada.books, date(2026, 6, 1))
    interest = 20_000_00 * Fraction("0.0349") * (date(2026, 5, 12) - date(2026, 2, 1)).days / 365
    assert after.standing == "paid_off"
    assert abs(after.credit_balance - interest) <= 1  # two roundings, once each


def test_late_charges_of_the_time_of_service_are_waived_with_the_cap(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    assert night(db, at("2026-03-13")) == 1
    assert seen(ada.books, date(2026, 3, 13)).late_charges == cents("21.00")

    serving(ada.books, date(2026, 2, 1), at("2026-03-14"))

    assert seen(ada.books, date(2026, 3, 14)).late_charges == 0


def test_a_charge_from_before_service_stays(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    night(db, at("2026-03-13"))

    serving(ada.books, date(2026, 4, 1), at("2026-04-02"))

    assert seen(ada.books, date(2026, 4, 2)).late_charges == cents("21.00")


def test_a_discount_granted_since_does_not_lift_the_cap(db, tmp_path):
    record = A42 | {"terms": A42["terms"] | {"autopay_discount": "0.25"}}
    ada = payer(db, tmp_path, record)
    ada.sign()  # on 10 March: from then on 9.24 %

    serving(ada.books, date(2026, 2, 1), at("2026-03-20"))

    assert seen(ada.books, date(2026, 3, 20)).rate == "6.00%"
    assert rows(db, Autopay)[0].status == "active"


def test_after_service_the_contract_goes_on_as_signed_and_nothing_forgiven_is_owed(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    serving(ada.books, date(2026, 2, 1), at("2026-03-10"))
    day_after = date(2026, 5, 1)
    at_the_end = seen(ada.books, day_after).payoff_today  # the last day of service is capped, too

    flagging.end(
        db, contract_ref=ada.contract_ref, kind="scra", on=date(2026, 4, 30), now=at("2026-05-01")
    )

    after = seen(ada.books, day_after)
    assert (after.rate, after.payoff_today) == ("9.49%", at_the_end)
    assert after.service is None
    assert after.per_diem == "5.2000"
    assert "stays forgiven" in " ".join(words(db, "cap_ended").paragraphs)


def test_a_rate_below_six_percent_stays_and_no_payment_rises(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    elena = Holder(db, ELENA)  # 5.49 %
    flag = Flag(contract_ref=elena.ref, kind="scra", since=date(2026, 9, 1), noted_by="Pat")

    flagging.add(db, flag, MORNING)

    after = elena.position(MORNING.date())
    assert {each.amount for each in after.open_installments} == {cents("1004.91")}
    assert after.bars_late_charges
    said = " ".join(words(db, "rate_capped").paragraphs)
    assert "5.49%" in said
    assert "forgiven" not in said


def test_after_service_the_discount_of_autopay_holds_again(db, tmp_path):
    record = A42 | {"terms": A42["terms"] | {"autopay_discount": "0.25"}}
    ada = payer(db, tmp_path, record)
    ada.sign()
    serving(ada.books, date(2026, 2, 1), at("2026-03-20"))

    flagging.end(
        db, contract_ref=ada.contract_ref, kind="scra", on=date(2026, 4, 30), now=at("2026-05-01")
    )

    assert seen(ada.books, date(2026, 5, 1)).rate == "9.24%"
    assert "9.24%" in " ".join(words(db, "cap_ended").paragraphs)


def test_a_cap_is_not_ended_before_its_last_day_is_over(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    serving(ada.books, date(2026, 2, 1), at("2026-03-10"))

    with pytest.raises(FlagRefused, match="through the last day"):
        flagging.end(
            db,
            contract_ref=ada.contract_ref,
            kind="scra",
            on=date(2026, 4, 30),
            now=at("2026-04-30"),
        )


def test_orders_that_go_on_put_the_cap_back_without_a_gap(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    since, ended = date(2026, 2, 1), date(2026, 3, 20)
    serving(ada.books, since, at("2026-03-10"))
    capped = seen(ada.books, date(2026, 4, 20)).payoff_today
    flagging.end(db, contract_ref=ada.contract_ref, kind="scra", on=ended, now=at("2026-03-21"))
    assert seen(ada.books, date(2026, 4, 20)).payoff_today > capped

    serving(ada.books, since, at("2026-04-20"))

    again = seen(ada.books, date(2026, 4, 20))
    assert (again.rate, again.payoff_today) == ("6.00%", capped)


def test_debt_from_during_service_is_not_capped(db, tmp_path):
    ada = payer(db, tmp_path, A42)

    with pytest.raises(FlagRefused, match="signed during service"):
        serving(ada.books, date(2026, 1, 10), at("2026-03-10"))

    assert rows(db, AccountFlag) == []


def test_the_books_agree_after_the_cap(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    ada.pay("2026-03-01", "420.00")
    night(db, at("2026-04-15"))
    serving(ada.books, date(2026, 2, 1), at("2026-04-16"))

    with db.read() as session:
        balances = ledger.balances(session, ada.books.contract.id)
    assert sum(balances.values()) == 0
    assert seen(ada.books, date(2026, 4, 16)).late_charges == 0  # raises when they disagree


def test_no_fee_for_a_returned_payment_comes_on_top_of_the_cap(db, tmp_path):
    ada = payer(db, tmp_path, A42)
    serving(ada.books, date(2026, 2, 1), at("2026-03-10"))
    with db.read() as session:
        file = file_of(session, session.get_one(Contract, ada.books.contract.id))

    assert returns.returned_fee_due(file.terms.billing, file.events, "P1") == 0
    assert returns.returned_fee_due(file.terms.billing, [], "P1") == cents("25.00")
