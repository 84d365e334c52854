"""How a value of a column is written in an export, and read from one that anybody may have made."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, types

from finance_portal.models.base import UtcDateTime

MOST_LETTERS = 200_000
LARGEST = 2**63


class ValueRefused(ValueError):
    """What stands in an export is no value of its column; the message repeats nothing of it."""


def told(value: Any) -> Any:
    """Return a value as an export says it: days and instants in ISO 8601, instants in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def read(column: Column[Any], value: Any) -> Any:
    """Return what a column holds from what an export says. Raises ValueRefused."""
    if value is None:
        if not column.nullable:
            raise ValueRefused("must not be empty")
        return None
    kind: types.TypeEngine[Any] = column.type
    if isinstance(kind, Boolean):
        return _of(value, bool, "true or false")
    if isinstance(kind, Integer):
        return whole(value)
    if isinstance(kind, JSON):
        return plain(value)
    words = letters(value, kind.length if isinstance(kind, String) else None)
    if isinstance(kind, UtcDateTime):
        return _instant(words)
    return _day(words) if isinstance(kind, Date) else words


def whole(value: Any) -> int:
    """Return a whole number of 64 bits. Raises ValueRefused."""
    if isinstance(value, bool) or not isinstance(value, int) or not -LARGEST <= value < LARGEST:
        raise ValueRefused("is a whole number")
    return value


def letters(value: Any, longest: int | None = None) -> str:
    """Return a text without what no text of ours holds. Raises ValueRefused."""
    text: str = _of(value, str, "text")
    if len(text) > min(longest or MOST_LETTERS, MOST_LETTERS):
        raise ValueRefused("is too long")
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueRefused("holds what no text may hold")
    return text


def plain(value: Any) -> Any:
    """Return what a JSON column holds: no fractions, for money never has any."""
    match value:
        case dict():
            return {letters(name, 200): plain(each) for name, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case str():
            return letters(value)
        case Decimal() | float():
            raise ValueRefused("is a whole number")
        case _:
            return value


def _of(value: Any, kind: type, words: str) -> Any:
    if not isinstance(value, kind):
        raise ValueRefused(f"is {words}")
    return value


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ValueRefused("is a day such as 2026-11-23") from None


def _instant(words: str) -> datetime:
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        raise ValueRefused("is a moment such as 2026-11-23T15:00:00+00:00") from None
    if at.tzinfo is None:
        raise ValueRefused("is a moment with its offset from UTC")
    return at
