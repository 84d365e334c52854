"""The fees of one contract, in words. Pure."""

from dataclasses import dataclass

from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.terms import LeaseTerms
from finance_portal.language import say, say_number
from finance_portal.services.contract_fees import ContractFees


@dataclass(frozen=True)
class Fee:
    """One fee: what for, how much, and when."""

    title: str = ""
    amount: str = ""
    words: str = ""


def lines(fees: ContractFees) -> tuple[Fee, ...]:
    """Return every fee that a contract knows, and what is free."""
    return (_late(fees), _returned(fees), _card(fees), *_lease(fees.lease))


def _late(fees: ContractFees) -> Fee:
    title = say("Late charge")
    if not fees.late:
        return Fee(title, say("None"), say("Your contract names none. Interest still goes on."))
    words = say_number(
        fees.grace_days,
        "For an installment of {amount} that is not here {number} day after it was due. Once for"
        " each installment; less where less of it is open and your contract says so.",
        "For an installment of {amount} that is not here {number} days after it was due. Once for"
        " each installment; less where less of it is open and your contract says so.",
        amount=dollars(fees.installment),
    )
    return Fee(title, dollars(fees.late), words)


def _returned(fees: ContractFees) -> Fee:
    words = say("When your bank sends a payment back. Not when the fault is ours.")
    return Fee(say("Returned payment"), _amount(fees.returned), words)


def _card(fees: ContractFees) -> Fee:
    words = say("For each payment with a card, shown before you confirm. A bank account is free.")
    return Fee(say("Paying with a card"), _amount(fees.card), words)


def _lease(lease: LeaseTerms | None) -> tuple[Fee, ...]:
    if lease is None:
        return ()
    return (
        Fee(
            say("Returning the vehicle"),
            _amount(lease.disposition_fee),
            say("The disposition fee of your lease, when the vehicle comes back."),
        ),
        Fee(
            say("Buying the vehicle"),
            _amount(lease.purchase_option_fee),
            say("Beside the price of the vehicle, when you buy it."),
        ),
        Fee(
            say("A mile above what is allowed"),
            _amount(lease.excess_mile_rate),
            say("For each mile that your lease does not allow, at its end."),
        ),
    )


def _amount(cents: Cents) -> str:
    return dollars(cents) if cents else say("None")
