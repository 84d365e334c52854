"""Make the pages of every language out of the ones that were built, whose sentences are marked.

The English ones take the place of what was built. Those of another language stand in a folder of
its name, and what they are made of in one that is named for its content, for browsers keep it.
"""

from __future__ import annotations

import hashlib
import html
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.steps import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Translate = Callable[[str], str]

WRITTEN = {".html", ".js", ".json", ".webmanifest"}
PACKED = (".br", ".gz")
SHARED = ("fonts", "icons", "favicon.ico")  # the same in every language
# A mark with no other mark inside, as ui/words.py and words.js write it.
MARK = re.compile(r"\{%((?:(?!\{%|%\}).)*)%\}", re.DOTALL)
BLANK = re.compile(r"\{(\w+)\}")
ASSET = re.compile(r"""(?<=["'`(])(/?)(assets|external)/""")
ESCAPED = re.compile(
    r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
CONTROL = {"n": "\n", "t": "\t", "r": "\r"}


def speak(client: Path, translations: dict[str, dict[str, str]]) -> None:
    """Write every language's pages into the folder of what was built. Raises Refused."""
    files = [file for file in _files(client) if file.suffix not in PACKED]
    built = {file: file.read_text() for file in files if file.suffix in WRITTEN}
    if not any("{%" in text for text in built.values()):
        raise Refused("The pages were built without marked sentences.")
    for language, words in translations.items():
        _write(client, files, built, language, words)
    for file, text in built.items():
        file.write_text(spoken(text, file.suffix, str))


def pack(client: Path, formats: list[str]) -> None:
    """Compress every page anew, as Reflex does it. Raises Refused when that fails."""
    node = Path(sys.executable).with_name("node")
    script = client.parents[1] / "compress-static.js"
    if subprocess.call([node, script.resolve(), client.resolve(), *formats]):  # noqa: S603  ours
        raise Refused("The pages could not be compressed; why is written above.")


def spoken(text: str, kind: str, translate: Translate) -> str:
    """Return a file's text with every mark replaced by its sentence, the innermost first."""
    read, write = (html.unescape, html.escape) if kind == ".html" else (_unescaped, _escaped)
    while MARK.search(text):
        text = MARK.sub(lambda mark: write(_filled(read(mark[1]), translate)), text)
    return text


def _filled(marked: str, translate: Translate) -> str:
    sentence, *values = marked.split("%|")
    known = dict(value.split("=", 1) for value in values)
    words = _piece(translate(sentence), known.pop("", ""))
    return BLANK.sub(lambda blank: known.get(blank[1], blank[0]), words)


def _piece(words: str, wanted: str) -> str:
    """Return what stands between two components of a sentence; all of it when it has none."""
    place, *components = wanted.split() or ("0",)
    between = "|".join(rf"\{{{name}\}}" for name in components)
    return re.split(between, words)[int(place)] if components else words


def _write(
    client: Path, files: list[Path], built: dict[Path, str], language: str, words: dict[str, str]
) -> None:
    said = {
        file: spoken(text, file.suffix, lambda sentence: words.get(sentence, sentence))
        for file, text in built.items()
    }
    digest = hashlib.sha256("".join(said.values()).encode()).hexdigest()[:8]
    own = f"assets/{language}-{digest}"
    for file in files:
        place = file.relative_to(client)
        if place.parts[0] in SHARED:
            continue
        target = client / _place(place, language, own)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file in said:
            text = said[file].replace('<html lang="en"', f'<html lang="{language}"')
            target.write_text(ASSET.sub(rf"\1{own}/\2/", text))
        else:
            target.write_bytes(file.read_bytes())


def _place(place: Path, language: str, own: str) -> Path:
    if place.parts[0] in {"assets", "external"}:
        return Path(own, place)
    return Path(language, place)


def _files(client: Path) -> Iterator[Path]:
    return (file for file in sorted(client.rglob("*")) if file.is_file())


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        return chr(int(code, 16)) if code else CONTROL.get(found[4], found[4])

    return ESCAPED.sub(character, text)


def _escaped(text: str) -> str:
    """Return a text as it may stand between whatever quotes a script has."""
    for character in ("\\", '"', "'", "`", "${"):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")
