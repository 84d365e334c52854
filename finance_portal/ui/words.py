"""The sentences of a page. They are marked where they are drawn, and spoken when pages are built.

    rx.el.p(t("Sign in to your loan or lease."))
    rx.el.p(t("You pay {amount}.", amount=PayState.amount))

`tools/speaking.py` turns every mark in the finished pages into English, and once more into each
other language: a browser is sent whole pages in its own, and nothing is looked up in it.

    rx.el.p(*around("Registered already? {link}", link=text_link(t("Sign in"), href=…)))
"""

from collections.abc import Mapping
from typing import Any, overload

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar

from finance_portal.ui.controls import Text

BEGIN, VALUE, END = "{%", "%|", "%}"

_SCRIPT = rx.asset("words.js", shared=True).importable_path
_FILL: FunctionStringVar[Any] = FunctionStringVar.create(
    "fill", _var_data=VarData(imports={_SCRIPT: [ImportVar(tag="fill")]})
)


@overload
def t(english: str, /, **blanks: str) -> str: ...


@overload
def t(english: str, /, **blanks: Text) -> Text: ...


def t(english: str, /, **blanks: Text) -> Text:
    """Return a sentence of a page, marked; its blanks are filled in the browser or at once."""
    return _marked(english, "", blanks)


def around(english: str, /, **blanks: Text | rx.Component) -> list[Text | rx.Component]:
    """Return a sentence with components in its blanks, as children: words, component, words.

    Several components stand in one order in every language.
    """
    drawn = {name: part for name, part in blanks.items() if isinstance(part, rx.Component)}
    told = {name: text for name, text in blanks.items() if not isinstance(text, rx.Component)}
    order = sorted(drawn, key=lambda name: english.index(f"{{{name}}}"))
    children: list[Text | rx.Component] = [_piece(english, 0, order, told)]
    for place, name in enumerate(order, start=1):
        children += [drawn[name], _piece(english, place, order, told)]
    return children


def _piece(english: str, place: int, order: list[str], told: dict[str, Text]) -> Text:
    return _marked(english, f"{VALUE}={place} {' '.join(order)}", told)


def _marked(english: str, piece: str, blanks: Mapping[str, Text]) -> Text:
    fixed = {name: text for name, text in blanks.items() if isinstance(text, str)}
    values = "".join(f"{VALUE}{name}={text}" for name, text in fixed.items())
    marked = f"{BEGIN}{english}{piece}{values}{END}"
    if len(fixed) == len(blanks):
        return marked
    return _FILL.call(marked, {n: v for n, v in blanks.items() if n not in fixed}).to(str)
