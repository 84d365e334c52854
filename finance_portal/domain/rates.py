"""Rates and factors, exact. The database stores them as whole parts per million."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Self

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """An exact rate: of interest per year, of tax, or a money factor (R0.1)."""

    exact: Fraction

    @classmethod
    def ppm(cls, parts: int) -> Self:
        """Make a rate from parts per million: 54,900 is 5.49 %."""
        return cls(_millionths(parts))

    @classmethod
    def from_percent(cls, text: str) -> Self:
        """Read a percentage as written in a contract: "5.49"."""
        return cls(Fraction(text) / 100)

    @classmethod
    def from_factor(cls, text: str) -> Self:
        """Read a money factor or a ratio as written in a contract: "0.00198"."""
        return cls(Fraction(text))

    @property
    def parts_per_million(self) -> int:
        """Return the whole parts per million. Raises ValueError for a finer rate."""
        parts = self.exact * _MILLION
        if parts.denominator != 1:
            raise ValueError(f"{self.exact} has more than six decimals")
        return parts.numerator


@lru_cache(maxsize=4_096)  # many contracts, few rates
def _millionths(parts: int) -> Fraction:
    return Fraction(parts, _MILLION)


ZERO_RATE = Rate(Fraction(0))


def percent(rate: Rate) -> str:
    """Write a rate for a person, with two decimals or as many as it needs: "5.49%", "5.125%"."""
    whole, parts = divmod(rate.parts_per_million, _MILLION // 100)
    decimals = f"{parts:04d}".rstrip("0").ljust(2, "0")
    return f"{whole}.{decimals}%"
