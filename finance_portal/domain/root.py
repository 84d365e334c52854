"""Where a falling function crosses zero: how rates are solved that no formula gives."""

from collections.abc import Callable
from decimal import Decimal, localcontext

_DIGITS = 50
_STEPS = 120


def root(falling: Callable[[Decimal], Decimal], low: Decimal, high: Decimal) -> Decimal:
    """Bisect to about thirty digits. Raises ValueError if the root is not between the bounds."""
    with localcontext(prec=_DIGITS):
        if falling(low) < 0 or falling(high) > 0:
            raise ValueError(f"no root between {low} and {high}")
        for _ in range(_STEPS):
            middle = (low + high) / 2
            if falling(middle) > 0:
                low = middle
            else:
                high = middle
        return (low + high) / 2
