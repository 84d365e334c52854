"""Bring the catalogues of every language to what the sources say: `python -m tools.words`.

A sentence is found where it is given to t, around, say, say_number or sentence, and between the
marks of a script. Each part of the portal has a catalogue; what nobody says any more leaves it.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from finance_portal.documents import agreements
from finance_portal.language import CATALOGUES, ENGLISH, LANGUAGES
from tools.steps import tool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCES = Path("finance_portal")
AGREEMENTS = SOURCES / "documents" / "agreements"
# Which arguments of each are sentences.
SAID_BY = {
    "say": (0,),
    "say_number": (1, 2),
    "keep": (0,),
    "sentence": (0,),
    "t": (0,),
    "around": (0,),
}
MARKED = re.compile(r"""["'`]\{%(.*?)%\}["'`]""", re.DOTALL)


def write() -> None:
    """Write every catalogue, and say how much is left to translate."""
    parts = said_by_part()
    for language, name in LANGUAGES.items():
        if language != ENGLISH:
            is_open = sum(_update(language, part, said) for part, said in parts.items())
            for file in set((CATALOGUES / language).iterdir()) - files_of(language, parts):
                file.unlink()
            print(f"{name}: {is_open} sentences are not translated.")


def said_by_part() -> dict[str, list[str]]:
    """Return every sentence that somebody may be told, once, by the part that says it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(SOURCES.rglob("*")):
        is_text = AGREEMENTS in file.parents and file.suffix == ".txt"
        if is_text or file.suffix in {".py", ".js", ".jsx"}:
            part = ".".join(file.relative_to(SOURCES).with_suffix("").parts[:2])
            found[part] += said_in(file)
    return {part: list(dict.fromkeys(said)) for part, said in found.items() if said}


def said_in(file: Path) -> Iterator[str]:
    """Yield the sentences of one source."""
    if file.suffix == ".txt":
        yield from agreements.sentences_in(file)
        return
    if file.suffix != ".py":
        yield from MARKED.findall(file.read_text())
        return
    calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        yield from _said_by(call)


def _said_by(call: ast.Call) -> Iterator[str]:
    """Yield the sentences that a call is given, also one inside another's."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    for place in SAID_BY.get(name, ()):
        match call.args[place : place + 1]:
            case [ast.Constant(str(sentence))]:
                yield sentence


def files_of(language: str, parts: Iterable[str]) -> set[Path]:
    """Return the catalogues that these parts have."""
    return {file_of(language, part) for part in parts}


def file_of(language: str, part: str) -> Path:
    """Return where a part's sentences are translated."""
    return CATALOGUES / language / f"{part}.po"


def translated(file: Path, language: str) -> dict[str, str]:
    """Return what a catalogue holds, by the English sentence."""
    if not file.exists():
        return {}
    with file.open("rb") as lines:
        return {str(one.id): str(one.string) for one in read_po(lines, language) if one.id}


def _update(language: str, part: str, said: list[str]) -> int:
    """Write one catalogue. Return how many of its sentences have no words yet."""
    file = file_of(language, part)
    known = translated(file, language)
    catalogue = Catalog(locale=language, charset="utf-8")
    for sentence in said:
        catalogue.add(sentence, known.get(sentence, ""))
    with file.open("wb") as lines:
        write_po(lines, catalogue, width=100, omit_header=True, no_location=True)
    return sum(not known.get(sentence) for sentence in said)


if __name__ == "__main__":
    tool(write)
