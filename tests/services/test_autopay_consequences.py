"""What returns, disputes, payoffs and the calendar mean for autopay (1.15, 1.16)."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Charge
from finance_portal.models.autopay import AutopayDebit, PaymentAuthorization
from finance_portal.models.contracts import Contract
from finance_portal.models.messages import Message
from finance_portal.models.nightly import SetAside
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.services.autopay import announce, consequences, desk
from finance_portal.services.autopay.announce import announce_due
from finance_portal.services.autopay.drafting import draft_for
from finance_portal.services.autopay.plans import AutopayRefused, autopay_on
from finance_portal.services.contracts import file_of
from finance_portal.services.nightly.work import Tally
from tests.make import cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.payers import NOW, add_method, at, payer

APRIL = date(2026, 4, 1)


@pytest.fixture
def ada(db, tmp_path):
    ada = payer(db, tmp_path)
    ada.sign()
    return ada


def debited(ada, number=1, *, status="returned", origin="autopay"):
    """A payment of autopay, as the processor's news left it."""
    payment = Payment(
        ref=f"P-{number}",
        contract_id=ada.books.contract.id,
        borrower_id=ada.books.borrower_id,
        method_id=ada.row().method_id,
        origin=origin,
        form_token=f"t{number}",
        due_key=f"k{number}",
        amount_cents=cents("581.52"),
        intent="regular",
        status=status,
        effective_on=APRIL,
        expected_on=APRIL,
        submitted_at=NOW,
        changed_at=NOW,
        processor="sandbox",
        livemode=False,
        authorization="agreed",
        authorization_id=ada.row().authorization_id,
        ip="",
        user_agent="",
    )
    with ada.db.begin() as session:
        session.add(payment)
    return payment


def come_back(ada, code, payment=None):
    payment = payment or debited(ada)
    with ada.db.begin() as session:
        consequences.returned(session, session.get_one(Payment, payment.id), code, NOW)


def authorization(ada):
    return rows(ada.db, PaymentAuthorization)[-1]


@pytest.mark.parametrize("code", ["R05", "R07", "R10", "R11", "R29", "dispute"])
def test_a58_what_the_payer_did_not_authorize_ends_autopay_until_it_is_signed_anew(ada, code):
    come_back(ada, code)

    assert (ada.row().status, ada.row().next_debit_on) == ("ended", None)
    assert authorization(ada).end_reason == "revoked"
    assert "not authorized" in words(ada.db, "autopay_stopped").paragraphs[0]
    with pytest.raises(AutopayRefused):
        desk.resume(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)


def test_a58_it_ends_whatever_else_is_debited_from_the_same_account(ada):
    same = add_method(ada.db, ada.books.borrower_id)
    ada.sign(method=same)
    elsewhere = debited(ada, origin="borrower")
    with ada.db.begin() as session:
        session.get_one(Payment, elsewhere.id).method_id = ada.method.id

    come_back(ada, "R10", elsewhere)

    assert ada.row().status == "ended"


@pytest.mark.parametrize("code", ["R02", "R03", "R04", "R16", "R20", "R31", "R08"])
def test_an_account_that_cannot_be_debited_or_a_stop_order_pauses_it(ada, code):
    come_back(ada, code)

    assert (ada.row().status, ada.row().next_debit_on) == ("paused", None)
    assert authorization(ada).ended_at is None
    assert "is paused" in words(ada.db, "autopay_stopped").subject


def test_a_payment_without_funds_changes_nothing_the_first_time(ada):
    come_back(ada, "R01")

    assert ada.row().status == "active"


def test_two_failures_in_a_row_end_the_permission_until_it_is_signed_anew(ada):
    come_back(ada, "R01", debited(ada, 1))
    come_back(ada, "R01", debited(ada, 2))

    assert ada.row().status == "paused"
    assert authorization(ada).end_reason == "two_failures"
    with pytest.raises(AutopayRefused, match="set up autopay again"):
        desk.resume(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)

    ada.sign(days_after_due=2)
    assert ada.row().status == "active"


def test_two_failures_with_a_good_debit_between_them_are_not_in_a_row(ada):
    debited(ada, 1)
    debited(ada, 2, status="settled")

    come_back(ada, "R09", debited(ada, 3))

    assert ada.row().status == "active"


def test_a_method_that_is_gone_pauses_what_it_paid(ada):
    with ada.db.begin() as session:
        session.get_one(PaymentMethod, ada.method.id).usable = False
        consequences.method_gone(session, ada.method.id, "It was removed at the bank.", NOW)

    assert ada.row().why == "It was removed at the bank."
    with pytest.raises(AutopayRefused):
        desk.resume(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)


def test_a56_a_contract_that_is_paid_off_ends_autopay(ada):
    ada.pay("2026-03-12", "29,700.00")  # more than the payoff
    announce_due(ada.db, at("2026-03-12"))

    assert ada.row().status == "ended"
    assert authorization(ada).end_reason == "paid_off"
    assert "Paid off" in words(ada.db, "autopay_finished").subject


def test_what_does_not_differ_is_not_announced(ada):
    assert announce_due(ada.db, at("2026-03-20")).done == 0
    assert rows(ada.db, AutopayDebit) == []


@pytest.mark.parametrize(
    ("today", "announced"),
    [("2026-03-17", 0), ("2026-03-18", 1), ("2026-03-22", 1), ("2026-03-23", 0)],
)
def test_a54_what_differs_is_announced_14_to_10_days_before(ada, today, announced):
    charge(ada, "2026-03-12")

    assert announce_due(ada.db, at(today)).done == announced


def test_a54_a_late_charge_is_drafted_only_if_it_was_announced_in_time(ada):
    charge(ada, "2026-03-12")

    assert drawn(ada) == cents("581.52")

    assert announce_due(ada.db, at("2026-03-22")).done == 1
    assert announce_due(ada.db, at("2026-03-22")).done == 0
    assert drawn(ada) == cents("610.60")
    assert "$610.60" in words(ada.db, "debit_announced").subject
    assert "$581.52" in words(ada.db, "debit_announced").paragraphs[0]


def test_a54_what_comes_after_the_tenth_day_is_not_drafted(ada):
    announce_due(ada.db, at("2026-03-22"))
    charge(ada, "2026-03-23")

    announce_due(ada.db, at("2026-03-23"))

    assert drawn(ada) == cents("581.52")


def test_what_was_announced_but_then_skipped_is_not_drafted(ada):
    charge(ada, "2026-03-12")
    announce_due(ada.db, at("2026-03-20"))

    desk.skip(ada.db, ada.act, contract_ref=ada.contract_ref, on=APRIL, now=at("2026-03-21"))
    assert drawn(ada) == 0

    desk.unskip(ada.db, ada.act, contract_ref=ada.contract_ref, on=APRIL, now=at("2026-03-21"))
    assert drawn(ada) == cents("610.60")


def test_a_contract_that_cannot_be_worked_out_is_set_aside_until_somebody_looks(ada, monkeypatch):
    monkeypatch.setattr(announce, "outlook", lambda *_, **__: 1 / 0)

    assert announce_due(ada.db, at("2026-03-20")) == Tally(0, 1)
    assert announce_due(ada.db, at("2026-03-20")) == Tally()
    assert [row.job for row in rows(ada.db, SetAside)] == ["announce"]


def charge(ada, day):
    fee = Charge(
        effective_on=date.fromisoformat(day),
        sequence=-1,
        bucket=Bucket.LATE_CHARGES,
        amount=cents("29.08"),
        installment=1,
    )
    ada.enter(fee, at(day))


def drawn(ada, on=APRIL):
    with ada.db.begin() as session:
        row = autopay_on(session, ada.books.contract.id)
        contract = session.exec(
            select(Contract).where(col(Contract.id) == ada.books.contract.id)
        ).one()
        return draft_for(session, row, file_of(session, contract).position(on), on).amount


def test_nobody_is_told_twice(ada):
    charge(ada, "2026-03-12")
    for day in range(18, 23):
        announce_due(ada.db, at(f"2026-03-{day}"))

    assert sum(each.kind == "debit_announced" for each in rows(ada.db, Message)) == 1
    assert timedelta(days=10) <= APRIL - rows(ada.db, AutopayDebit)[0].announced_on
