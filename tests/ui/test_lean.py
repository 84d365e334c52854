"""What is left out of the pages, and what has to be true so that it can be."""

import ast
from pathlib import Path

import pytest

from finance_portal.ui.lean import OWN_JSX, answer_for_styling

SOURCES = sorted(Path("finance_portal").rglob("*.py"))
VITE = "resolve: {\n    alias: [\n      {\n        find: '$',\n"


def test_our_function_answers_for_the_styling_library():
    vite = answer_for_styling(VITE)

    assert vite.count('find: "@emotion/react"') == 1
    assert OWN_JSX in vite
    assert answer_for_styling(vite) == vite


def test_a_build_that_would_load_the_library_unnoticed_is_refused():
    with pytest.raises(ValueError, match="aliases"):
        answer_for_styling("export default {}")


def test_a_style_holds_plain_properties_alone():
    """Without the library nobody would understand a nested rule: it would be lost."""
    styles = [
        keyword.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "style"
    ]

    assert styles
    for style in styles:
        assert isinstance(style, ast.Dict), ast.unparse(style)
        for key, value in zip(style.keys, style.values, strict=True):
            assert isinstance(key, ast.Constant), ast.unparse(style)
            assert key.value.isalpha(), ast.unparse(style)
            assert not isinstance(value, ast.Dict), ast.unparse(style)
