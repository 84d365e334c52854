"""The kinds of lines that the services write into the audit trail, read from their source."""

import ast
from itertools import product
from pathlib import Path

from finance_portal import services
from finance_portal.services.budgets import BUDGETS
from finance_portal.services.security.happenings import SUBJECTS, UNREMARKABLE

SOURCES = Path(services.__file__).parent
NO_KINDS = {*BUDGETS, *UNREMARKABLE}


def recorded_kinds():
    """Return every kind of a subject that borrowers see, as far as the source spells it out."""
    written = {
        text
        for file in SOURCES.rglob("*.py")
        if file.name != "happenings.py"  # it names beginnings of kinds
        for node in _without_notes(ast.walk(ast.parse(file.read_text())))
        for text in _texts(node)
    }
    return sorted(text for text in written - NO_KINDS if _is_kind(text))


def _without_notes(nodes):
    """Leave out what the desk notes: those kinds begin with "desk:", and no borrower sees them."""
    nodes = list(nodes)
    noted = {
        id(argument)
        for node in nodes
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note"
        for argument in node.args
    }
    return [node for node in nodes if id(node) not in noted]


def _is_kind(text):
    return text.startswith(SUBJECTS) and not text.endswith(":") and " " not in text


def _texts(node):
    """Yield what a string may be; of an f-string each choice that stands in it."""
    match node:
        case ast.Constant(str(text)):
            return [text]
        case ast.IfExp():
            return [*_texts(node.body), *_texts(node.orelse)]
        case ast.FormattedValue():
            return _texts(node.value)
        case ast.JoinedStr():
            return ["".join(parts) for parts in product(*map(_texts, node.values))]
        case _:
            return []
