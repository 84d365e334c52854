import logging

import pytest

from finance_portal.api import logs


@pytest.mark.parametrize(
    "secret",
    ["4242424242424242", "987-65-4321-00", "000 123 456 789", "whsec_abcdefgh", "sk_test_abcdefgh",
     "$2b$12$" + "a" * 53, "a-B_" * 10 + "xyz"],
)  # fmt: skip
def test_k6_numbers_and_secrets_are_not_logged(logged, secret):
    logging.getLogger("finance_portal.x").warning("seen %s in it", secret)

    assert secret not in logged.text
    assert "seen [" in logged.text


@pytest.mark.parametrize("text", ["took 0.25 s", "status 404", "2026-11-23", "payment 12345"])
def test_what_helps_is(logged, text):
    logging.getLogger("finance_portal.x").warning("here: %s", text)

    assert text in logged.text


def test_a_line_says_when_in_utc(logged):
    logging.getLogger("finance_portal.x").warning("here")
    record = logged.records[-1]
    record.created, record.msecs = 0.0, 0.0

    assert logging.Formatter(logs.FORMAT).format(record).startswith("1970-01-01 00:00:00,000Z ")


def test_case_70_a_line_cannot_be_forged(logged):
    logging.getLogger("finance_portal.x").warning("user %s", "x\r\nERROR all is lost\x1b[31m")

    assert "\x1b" not in logged.text
    assert len(logged.text.splitlines()) == 1


@pytest.mark.parametrize(
    "message",
    ["Failed to deserialize event data: {'password': 'canary'}.",
     'Event data: "canary" and more',
     "must be a dictionary, but received ['canary'] of type list",
     "Error processing Event(name='x', payload={'a': 'canary'}) [txid=1]:"],
)  # fmt: skip
@pytest.mark.parametrize("framework", ["reflex.app", "reflex_base.event.processor", "engineio"])
def test_case_10_the_framework_quotes_nobody(logged, framework, message):
    logging.getLogger(framework).warning(message)

    assert "canary" not in logged.text
    assert message.split(" ")[0] in logged.text


def test_a_traceback_says_where_and_not_what(logged):
    try:
        int("canary")
    except ValueError:
        logging.getLogger("finance_portal.x").exception("a defect")

    assert "literal for int" not in logged.text
    assert "test_logs.py" in logged.text
    assert "ValueError" in logged.text
