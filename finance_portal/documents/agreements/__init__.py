"""What a borrower agrees to before the portal opens: the texts beside this file, each versioned.

A text that changes what was agreed gets a new version in its first line: borrowers accept it anew.
A paragraph stands between empty lines; a line that begins with "# " is a heading.
"""

from dataclasses import dataclass
from pathlib import Path

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


def _read(name: str) -> Agreement:
    brand = settings.brand.model_dump() | {"support_phone": _unbroken(settings.brand.support_phone)}
    text = (_FOLDER / f"{name}.txt").read_text().format(**brand)
    head, *parts = text.split(f"\n{_HEADING}")
    labels, summary = head.split("\n\n")[:2]
    version, title = labels.splitlines()
    return Agreement(
        name=name,
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


ESIGN = _read("esign")
TERMS = _read("terms")
PRIVACY = _read("privacy")
ALL = (ESIGN, TERMS, PRIVACY)
