"""Precomputed contracts, for display only: none are originated (1.12)."""

from fractions import Fraction

from finance_portal.domain.cents import Cents, rounded


def unearned_charge(finance_charge: Cents, total_payments: int, remaining: int) -> Cents:
    """Return the part of a finance charge that is not earned yet, by the Rule of 78.

    Federal law bars the method above 61 months (15 USC 1615).
    """
    share = Fraction(remaining * (remaining + 1), total_payments * (total_payments + 1))
    return rounded(finance_charge * share)
