"""Stripe's test tokens: what each looks like as a method, and what a charge of it will do."""

import hashlib
from dataclasses import dataclass

from finance_portal.sandbox import returns
from finance_portal.sandbox.returns import BankReturn
from finance_portal.sandbox.store import Thing

BANK = "us_bank_account"
CARD = "card"
BANK_PREFIX, CARD_PREFIX = "pm_usBankAccount_", "pm_card_"


@dataclass(frozen=True)
class Bank:
    """A test account. A debit of one that `stays_open` is processed for ever."""

    last4: str
    bounce: BankReturn | None = None
    stays_open: bool = False
    disputes: bool = False
    takes_deposits: bool = True
    account_type: str = "checking"


@dataclass(frozen=True)
class Card:
    """A test card; with a decline code every charge of it is declined."""

    last4: str
    brand: str = "visa"
    funding: str = "credit"
    code: str | None = None
    decline_code: str | None = None
    attaches: bool = True
    disputes: str | None = None  # "chargeback", or an "inquiry" that moves no money
    refunds_fail: bool = False

    @property
    def asks_holder(self) -> bool:
        """Say whether the holder has to be there, and to approve."""
        return self.code == "authentication_required"


# fmt: off
BANKS = {
    "success":             Bank("6789"),
    "accountClosed":       Bank("1113", returns.of("R02")),
    "noAccount":           Bank("1116", returns.of("R03")),
    "insufficientFunds":   Bank("2227", returns.of("R01")),
    "debitNotAuthorized":  Bank("3335", returns.of("R10")),
    "invalidCurrency":     Bank("4440", returns.INVALID_CURRENCY),
    "weeklyLimitExceeded": Bank("7771", returns.WEEKLY_LIMIT),
    "dispute":             Bank("5559", disputes=True),
    "processing":          Bank("0009", stays_open=True),
    "failMicrodeposits":   Bank("6661", takes_deposits=False),
    # These are not Stripe's: further accounts, so that one borrower can have several.
    "savings":             Bank("8881", account_type="savings"),
    "successByCode":       Bank("4321"),
    "successByAmounts":    Bank("8765"),
}
GENERIC = ("card_declined", "generic_decline")
POOR    = ("card_declined", "insufficient_funds")
EXPIRED = ("expired_card", "expired_card")
STEP_UP = ("authentication_required", "authentication_required")
CARDS = {
    "visa":               Card("4242"),
    "visa_debit":         Card("5556", funding="debit"),
    "mastercard":         Card("4444", "mastercard"),
    "mastercard_debit":   Card("3222", "mastercard", "debit"),
    "mastercard_prepaid": Card("5100", "mastercard", "prepaid"),
    "chargeCustomerFail": Card("0341", "visa", "credit", *GENERIC),
    "createDispute":                            Card("0259", disputes="chargeback"),
    "createDisputeInquiry":                     Card("1976", disputes="inquiry"),
    "refundFail":                               Card("5126", refunds_fail=True),
    "authenticationRequired":                   Card("3184", "visa", "credit", *STEP_UP),
    "chargeDeclined":                           Card("0002", "visa", "credit", *GENERIC, False),
    "visa_chargeDeclined":                      Card("0002", "visa", "credit", *GENERIC, False),
    "visa_chargeDeclinedInsufficientFunds":     Card("9995", "visa", "credit", *POOR, False),
    "chargeDeclinedExpiredCard":                Card("0069", "visa", "credit", *EXPIRED, False),
}
# fmt: on


def is_token(name: str) -> bool:
    """Say whether this is a test token that the sandbox knows."""
    if name.startswith(BANK_PREFIX):
        return _short(name) in BANKS
    return name.startswith(CARD_PREFIX) and _short(name) in CARDS


def bank(token: str) -> Bank:
    """Return the test account behind a token."""
    return BANKS[_short(token)]


def card(token: str) -> Card:
    """Return the test card behind a token."""
    return CARDS[_short(token)]


def kind_of(token: str) -> str:
    """Return the type of the method that a token becomes."""
    return BANK if token.startswith(BANK_PREFIX) else CARD


def details(token: str, year: int) -> Thing:
    """Return what Stripe tells of the account or card behind a token."""
    return _bank_details(token) if kind_of(token) == BANK else _card_details(token, year)


def _bank_details(token: str) -> Thing:
    return {
        "account_holder_type": "individual",
        "account_type": bank(token).account_type,
        "bank_name": "STRIPE TEST BANK",
        "financial_connections_account": None,
        "fingerprint": _fingerprint(token),
        "last4": bank(token).last4,
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": "110000000",
        "status_details": {},
    }


def _card_details(token: str, year: int) -> Thing:
    test_card = card(token)
    return {
        "brand": test_card.brand,
        "country": "US",
        "exp_month": 12,
        "exp_year": year + 3,
        "fingerprint": _fingerprint(token),
        "funding": test_card.funding,
        "last4": test_card.last4,
    }


def _fingerprint(token: str) -> str:
    """One account or card has one fingerprint, whoever saves it."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def _short(token: str) -> str:
    return token.removeprefix(BANK_PREFIX).removeprefix(CARD_PREFIX)
