"""What a borrower agrees to before the portal opens: the texts beside this file, each versioned.

A text that is changed gets a new version in its first line, and the one before it goes to earlier/:
pages show what has changed. Texts keep their {blanks}; whoever shows one fills them.
A paragraph stands between empty lines; a line that begins with "# " is a heading.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

from finance_portal.settings import settings

_FOLDER = Path(__file__).parent
_HEADING = "# "


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """One text in one version. `name` is what the acceptance is stored under."""

    name: str
    version: str
    title: str
    summary: str
    sections: tuple[Section, ...]

    def filled(self) -> "Agreement":
        """Return it as a paper says it, with its blanks filled."""
        return replace(
            self,
            summary=self.summary.format(**BLANKS),
            sections=tuple(
                Section(each.title, tuple(words.format(**BLANKS) for words in each.paragraphs))
                for each in self.sections
            ),
        )


@dataclass(frozen=True)
class Change:
    """A paragraph of two versions together: whether it was kept, is new, or is gone."""

    kind: Literal["kept", "added", "removed"]
    words: str
    is_title: bool


def changes(older: Agreement, newer: Agreement) -> list[Change]:
    """Return what one version says and the other does not, each with the heading it is under."""
    old, new = list(_lines(older)), list(_lines(newer))
    found: list[Change] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found += [Change("kept", *line) for line in new[k:m]]
        else:
            found += [Change("removed", *line) for line in old[i:j]]
            found += [Change("added", *line) for line in new[k:m]]
    return [each for place, each in enumerate(found) if _is_telling(found, place)]


def sentences_in(file: Path) -> Iterator[str]:
    """Yield what is to be translated of a text."""
    text = read(file)
    yield text.title
    yield from (words for words, _ in _lines(text))


def read(file: Path) -> Agreement:
    """Return the text of a file. Its name begins with what acceptances are stored under."""
    head, *parts = file.read_text().split(f"\n{_HEADING}")
    labels, summary = head.split("\n\n")[:2]
    version, title = labels.splitlines()
    return Agreement(
        name=file.stem.partition("-")[0],
        version=version.removeprefix("version "),
        title=title,
        summary=_joined(summary),
        sections=tuple(_section(part) for part in parts),
    )


def _section(part: str) -> Section:
    title, *paragraphs = part.strip().split("\n\n")
    return Section(title, tuple(_joined(paragraph) for paragraph in paragraphs))


def _joined(paragraph: str) -> str:
    return paragraph.strip().replace("\n", " ")


def _unbroken(number: str) -> str:
    """Return a telephone number that no line end tears apart."""
    return number.replace(" ", "\u00a0").replace("-", "\u2011")


def _lines(text: Agreement) -> Iterator[tuple[str, bool]]:
    yield text.summary, False
    for each in text.sections:
        yield each.title, True
        yield from ((words, False) for words in each.paragraphs)


def _is_telling(found: list[Change], place: int) -> bool:
    """Tell whether a line is changed, or the heading of one that is."""
    if found[place].kind != "kept":
        return True
    under = found[place + 1 :]
    until = next((n for n, each in enumerate(under) if each.is_title), len(under))
    return found[place].is_title and any(each.kind != "kept" for each in under[:until])


BLANKS = settings.brand.model_dump(include={"legal_entity", "address", "support_email"}) | {
    "support_phone": _unbroken(settings.brand.support_phone),
    "support_hours": settings.brand.support_hours,
}
ESIGN, TERMS, PRIVACY = (read(_FOLDER / f"{name}.txt") for name in ("esign", "terms", "privacy"))
ALL = (ESIGN, TERMS, PRIVACY)
_BEFORE = sorted((_FOLDER / "earlier").glob("*.txt"), reverse=True)
EARLIER = {
    each.name: tuple(read(file) for file in _BEFORE if file.stem.startswith(f"{each.name}-"))
    for each in ALL
}
"""The versions before the ones that count, the latest first."""
