"""What will be paid without another click, as the overview says it."""

from datetime import date

from finance_portal.domain.events import Intent
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services import accounts
from finance_portal.services.coming import Coming
from tests import make
from tests.services.payers import NOW, payer


def coming(one):
    (account,) = accounts.accounts(one.db, borrower_id=one.books.borrower_id, today=NOW.date())
    return account.coming


def ordered(one, day, cents):
    order = ScheduledPayment(
        ref=day,
        contract_id=one.books.contract.id,
        borrower_id=one.books.borrower_id,
        method_id=one.method.id,
        form_token=day,
        pay_on=date.fromisoformat(day),
        amount_cents=cents,
        intent=Intent.REGULAR,
        status="waiting",
        made_at=NOW,
        changed_at=NOW,
        authorization="",
        ip="",
        user_agent="",
    )
    with one.db.begin() as session:
        session.add(order)


def test_nothing_comes_by_itself_at_first(db, tmp_path):
    assert coming(payer(db, tmp_path)) == []


def test_the_next_debit_of_autopay_and_every_order_come_by_day(db, tmp_path):
    one = payer(db, tmp_path)
    one.sign()
    ordered(one, "2026-04-20", 20_000)

    assert coming(one) == [
        Coming(on=date(2026, 4, 1), amount=58_152, is_autopay=True),
        Coming(on=date(2026, 4, 20), amount=20_000, is_autopay=False),
    ]


def test_what_is_kept_for_the_next_payment_is_not_debited_again(db, tmp_path):
    one = payer(db, tmp_path)
    one.pay("2026-03-09", "100.00", intent=Intent.HELD)
    one.sign()

    assert coming(one) == [
        Coming(on=date(2026, 4, 1), amount=make.cents("481.52"), is_autopay=True)
    ]
