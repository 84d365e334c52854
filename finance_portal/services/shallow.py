"""JSON as it comes in, piece by piece, and no deeper than anything of ours is (case 66).

What follows a path through it takes longer with every level: a file of brackets alone would keep a
process busy for hours.
"""

from collections.abc import Iterator
from typing import IO, Any

import ijson

DEEPEST = 32
OPENS, CLOSES = {"start_map", "start_array"}, {"end_map", "end_array"}


class TooDeep(ijson.JSONError):  # type: ignore[misc]  # ijson ships no types
    """A file is nested deeper than any of ours."""


def events(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Yield what ijson reads, as `ijson.parse` and `ijson.items` take it. Raises JSONError."""
    depth = 0
    for event, value in ijson.basic_parse(file):
        if event in OPENS:
            depth += 1
            if depth > DEEPEST:
                raise TooDeep("it is nested too deep")
        elif event in CLOSES:
            depth -= 1
        yield event, value
