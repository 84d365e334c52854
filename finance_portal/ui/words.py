"""The sentences of a page. They are marked where they are drawn, and spoken when pages are built.

    rx.el.p(t("Sign in to your loan or lease."))
    rx.el.p(t("You pay {amount}.", amount=PayState.amount))

`tools/speaking.py` turns every mark in the finished pages into English, and once more into each
other language: a browser is sent whole pages in its own, and nothing is looked up in it.
"""

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
    fixed = {name: text for name, text in blanks.items() if isinstance(text, str)}
    values = "".join(f"{VALUE}{name}={text}" for name, text in fixed.items())
    marked = f"{BEGIN}{english}{values}{END}"
    if len(fixed) == len(blanks):
        return marked
    return _FILL.call(marked, {n: v for n, v in blanks.items() if n not in fixed}).to(str)
