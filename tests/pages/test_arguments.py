"""Texts that a database would not take never reach a handler."""

import pytest

from finance_portal.ui.arguments import ArgumentsRefused, checked


def handler(self, ref: str = "", form: dict[str, str] | None = None) -> None:
    """Stand in for an event's handler."""


@pytest.mark.parametrize(
    "payload",
    [{"ref": "\0"}, {"ref": "a\0b"}, {"ref": "\\\0"}, {"form": {"a": "\0"}}, {"form": {"\0": "a"}}],
)
def test_case_04_a_nul_is_in_no_text(payload):
    with pytest.raises(ArgumentsRefused, match="NUL"):
        checked(handler, payload)


@pytest.mark.parametrize("text", ["\\u0000", "\\\\u0000", "u0000", "", "\\"])
def test_what_only_looks_like_one_arrives_as_it_is(text):
    assert checked(handler, {"ref": text}) == {"ref": text}


def test_a_field_that_is_not_drawn_is_no_field_of_the_form():
    sent = {"form": {"__reflex_form_data__": [["day", None], ["amount", "5"]]}}

    assert checked(handler, sent) == {"form": {"amount": "5"}}


@pytest.mark.parametrize("entries", [None, [["day", 5]], [["day"]], [None], [["day", None, None]]])
def test_what_is_no_form_is_refused_all_the_same(entries):
    with pytest.raises(ArgumentsRefused):
        checked(handler, {"form": {"__reflex_form_data__": entries}})
