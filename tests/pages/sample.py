"""Service results as the views receive them: a plain loan, changed in what a test is about."""

from datetime import date, datetime

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.services.accounts import Account, LastPayment
from finance_portal.services.history import Activity
from finance_portal.services.leases import LeaseFigures, Miles
from finance_portal.services.payment_methods import Method
from finance_portal.services.payments import Option, PaymentChoices, PaymentOrder, Review
from finance_portal.services.receipts import Receipt, Split

TODAY = date(2026, 11, 23)
CHECKING = Method(
    ref="m1", label="Checking ••6789", kind="us_bank_account", usable=True, why_not=None
)
CARD = Method(ref="m2", label="Visa debit card ••4242", kind="card", usable=True, why_not=None)


def last_payment(**changes):
    values = {
        "on": date(2026, 11, 2),
        "amount": 1_004_91,
        "interest": 196_30,
        "principal": 808_61,
        "fees": 0,
        "balance_after": 39_974_96,
    }
    return LastPayment(**(values | changes))


def account(**changes):
    """Borrower A of the demo portfolio, current."""
    values = {
        "ref": "c1",
        "number_masked": "••4401",
        "kind": "loan",
        "vehicle": "2025 X3 30 xDrive",
        "vin_ending": "0117",
        "standing": "current",
        "as_of": TODAY,
        "amount_financed": 52_480_00,
        "principal": 39_974_96,
        "accrued_interest": 126_27,
        "per_diem": "6.0127",
        "rate": "5.49%",
        "contract_rate": "5.49%",
        "term": 60,
        "installments_left": 44,
        "maturity_on": date(2030, 7, 1),
        "installment_amount": 1_004_91,
        "signed_installment": 1_004_91,
        "next_due_on": date(2026, 12, 1),
        "next_due_amount": 1_004_91,
        "already_paid_toward_next": 0,
        "past_due": 0,
        "days_past_due": 0,
        "late_charges": 0,
        "returned_fees": 0,
        "other_fees": 0,
        "to_cure": 0,
        "credit_balance": 0,
        "payoff_today": 40_101_23,
        "payoff_ten_day": 40_161_35,
        "payoff_good_through": date(2026, 12, 3),
        "closed_on": None,
        "last_payment": last_payment(),
        "pending": [],
        "coming": [],
        "balloon": None,
        "lease": None,
        "balance_history": [(date(2025, 6, 14), 52_480_00), (date(2026, 11, 2), 39_974_96)],
        "projected": [(date(2026, 12, 1), 39_144_42), (date(2030, 7, 1), 0)],
    }
    return Account(**(values | changes))


def lease(standing="current", **changes):
    """Borrower C's figures."""
    values = {
        "payments_made": 33,
        "payments_left": 3,
        "remaining_payments": 2_719_32,
        "early_buyout": 37_456_12,
        "maturity_buyout": 35_345_15,
        "matures_on": date(2027, 3, 21),
        "extended_months": 0,
        "runs_through": date(2027, 3, 21),
        "ended_on": None,
        "was_bought": False,
        "disposition_fee": 495_00,
        "miles": Miles(
            allowed=30_000,
            odometer=27_860,
            read_on=date(2026, 11, 20),
            driven=27_848,
            projected=31_223,
            excess=1_211,
            charge=302_75,
        ),
    }
    return account(
        kind="lease",
        term=36,
        installment_amount=906_44,
        next_due_amount=906_44,
        next_due_on=date(2026, 12, 21),
        last_payment=last_payment(amount=906_44, interest=0, principal=906_44),
        standing=standing,
        lease=LeaseFigures(**(values | changes)),
    )


def choices(**changes):
    values = {
        "contract_ref": "c1",
        "number_masked": "••4401",
        "vehicle": "2025 X3 30 xDrive",
        "kind": "loan",
        "options": [
            Option(choice="due", amount=1_004_91),
            Option(choice="payoff", amount=40_101_23),
        ],
        "methods": [CHECKING, CARD],
        "today": TODAY,
        "effective_on": TODAY,
        "bank_settles_on": date(2026, 11, 30),
        "cut_off": datetime(2026, 11, 23, 19, tzinfo=EASTERN),
        "last_day": date(2027, 1, 22),
        "maximum": 40_101_23,
        "in_flight": 0,
        "scheduled": [],
        "autopay": None,
        "card_fee": 0,
        "next_due_on": date(2026, 12, 1),
        "next_due_amount": 1_004_91,
        "past_due": 0,
        "fees": 0,
    }
    return PaymentChoices(**(values | changes))


def review(**changes):
    values = {
        "order": PaymentOrder(
            form_token="t", contract_ref="c1", choice="due", amount=1_004_91, method_ref="m1"
        ),
        "method": CHECKING,
        "today": TODAY,
        "effective_on": TODAY,
        "settles_on": date(2026, 11, 30),
        "interest": 126_27,
        "principal": 878_64,
        "fees": 0,
        "credit": 0,
        "principal_before": 39_974_96,
        "principal_after": 39_096_32,
        "next_due_on": date(2027, 1, 1),
        "next_due_amount": 1_004_91,
        "past_due_after": 0,
        "fees_after": 0,
        "closes": False,
        "is_lease": False,
        "authorization": "I authorize.",
    }
    return Review(**(values | changes))


def receipt(**changes):
    values = {
        "ref": "P-22222-33333",
        "status": PaymentStatus.PROCESSING,
        "contract_ref": "c1",
        "number_masked": "••4401",
        "vehicle": "2025 X3 30 xDrive",
        "amount": 1_004_91,
        "method": "Checking ••6789",
        "method_kind": "us_bank_account",
        "submitted_at": datetime(2026, 11, 23, 10, tzinfo=EASTERN),
        "effective_on": TODAY,
        "expected_on": date(2026, 11, 30),
        "failure_code": None,
        "is_being_checked": False,
        "is_lease": False,
        "split": Split(
            interest=126_27, principal=878_64, fees=0, credit=0, principal_after=39_096_32
        ),
        "next_due_on": date(2027, 1, 1),
        "next_due_amount": 1_004_91,
        "closes": False,
        "authorization": "I authorize.",
    }
    return Receipt(**(values | changes))


def payment(number, **changes):
    """The payment of a month, counted from 2020."""
    values = {
        "on": date(2020 + number // 12, number % 12 + 1, 1),
        "kind": "payment",
        "title": "Payment",
        "amount": 500_00 + number,
        "interest": 100_00,
        "principal": 400_00 + number,
        "fees": 0,
        "credit": 0,
        "balance_after": 10_000_00,
        "sequence": number,
    }
    return Activity(**(values | changes))
