"""Whatever is sent is read as Stripe's types have it, or refused in Stripe's shape."""

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance_portal.sandbox.operations import OPERATIONS
from finance_portal.sandbox.parameters import nested, typed
from finance_portal.sandbox.refusals import Refusal

NAMES = st.sampled_from(
    [
        *("amount", "currency", "customer", "confirm", "created", "created[gte]", "limit"),
        *("expand[]", "expand[0]", "metadata", "metadata[a]", "metadata[a][b]", "off_session"),
        *("payment_method_options[us_bank_account][transaction_purpose]", "enabled_events[]"),
        *(
            "mandate_data[customer_acceptance][type]",
            "mandate_data",
            "card[token]",
            "url",
            "[",
            "]",
        ),
    ]
)
VALUES = st.sampled_from(["", "1", "-1", "1.5", "true", "usd", "other", "offline", "*", "{}"])
FORMS = st.lists(st.tuples(NAMES | st.text(max_size=12), VALUES | st.text(max_size=12)), max_size=6)
CHECKS = {asked: jsonschema.Draft202012Validator(asked.schema) for asked in OPERATIONS}


def test_brackets_become_branches():
    pairs = [("a[b][c]", "1"), ("a[b][d]", "2"), ("list[]", "x"), ("list[]", "y"), ("e", "")]

    assert nested(pairs) == {
        "a": {"b": {"c": "1", "d": "2"}},
        "list": {"0": "x", "1": "y"},
        "e": "",
    }


def test_a_value_cannot_be_a_branch_as_well():
    with pytest.raises(Refusal):
        nested([("a", "1"), ("a[b]", "2")])


def outcome(asked, form):
    """Return the typed parameters, or the error that goes over the wire."""
    try:
        return typed(nested(form), asked.schema), None
    except Refusal as refusal:
        return None, refusal.error


@settings(max_examples=60)
@given(st.sampled_from(OPERATIONS), FORMS)
def test_what_is_let_in_is_what_the_schema_allows(asked, form):
    params, error = outcome(asked, form)

    if error is None:
        assert CHECKS[asked].is_valid(params)
    else:
        assert error["type"] == "invalid_request_error"
        assert {"message", "param"} <= error.keys()


def test_a_typical_form_is_let_in_with_its_types():
    [create] = [asked for asked in OPERATIONS if (asked.method, asked.path) == CREATE]
    form = [
        ("amount", "500"),
        ("currency", "usd"),
        ("confirm", "false"),
        ("metadata[payment_id]", "7"),
        ("allowed_payment_method_types[0]", "us_bank_account"),
    ]

    assert typed(nested(form), create.schema) == {
        "amount": 500,
        "currency": "usd",
        "confirm": False,
        "metadata": {"payment_id": "7"},
        "allowed_payment_method_types": ["us_bank_account"],
    }


CREATE = ("POST", "/v1/payment_intents")
