"""Case 69: whatever is typed, no reader of it takes long. Processor time, on any machine."""

import time
import timeit
from contextlib import suppress

import pytest

from finance_portal.api import doors, logs, rules
from finance_portal.domain import cents, vin
from finance_portal.gateways import mail
from finance_portal.notices import browsers, wording
from finance_portal.services import (
    client_tokens,
    contacts,
    identity,
    one_time_codes,
    password_gate,
    passwords,
    recovery_codes,
    tax_ids,
    user_name_reminder,
    user_names,
)
from finance_portal.services.security import contact_changes

LONGEST = 0.05  # seconds
PEPPERS = passwords.Peppers({"1": b"pepper"}, "1")
READERS = {
    "account, tax id and VIN": lambda typed: identity.read_claim(
        dict.fromkeys(identity.FORMS, typed)
    ),
    "address of a mail": mail.ADDRESS.fullmatch,
    "amount": cents.parse_dollars,
    "browser": browsers.in_words,
    "client token": client_tokens.TAB.fullmatch,
    "code": one_time_codes.read_digits,
    "e-mail address": lambda typed: contact_changes.read_contact("email", typed),
    "known e-mail address": contacts.canonical_email,
    "known contact": user_name_reminder.read_contact,
    "line of a log": lambda typed: logs.redacted(typed[: rules.LARGEST_FORM]),
    "name in a notice": wording.named,
    "page": doors.own_page,
    "password": lambda typed: password_gate.check(typed, words=[], has_strong_factor=False),
    "password, its hash": lambda typed: passwords.hash_password(typed, PEPPERS, cost=4),
    "password, its words": lambda typed: password_gate.check(
        "velvet orbit lantern", words=[typed[:254]], has_strong_factor=False
    ),
    "path": lambda typed: rules.CLOSED.search(typed[: rules.LARGEST_FORM]),
    "phone": lambda typed: contact_changes.read_contact("text", typed),
    "recovery code": recovery_codes._canonical,
    "tax id": tax_ids.digits,
    "user name": user_names.canonical_user_name,
    "user name, a new one": user_names.chosen,
    "VIN": vin.is_well_formed,
    "VIN's check digit": vin.has_right_check_digit,
}
MANY = 100_000
HOSTILE = {
    "a!": "a!" * MANY,
    "digits": "5" * 2 * MANY,
    "digits apart": "5 " * MANY,
    "dots": "a@" + "a." * MANY + " ",
    "at": "@" * 2 * MANY,
    "spaces": " " * 2 * MANY + "x",
    "thousands": "$1" + ",111" * MANY + "x",
    "slashes": "/." * MANY,
    "query": "/overview?" + "a=" * MANY + "!",
    "ligatures": "\ufdfa" * MANY,  # eighteen letters each, once they are normalised
    "marks": "e" + "\u0301" * 2 * MANY,
    "nothing": "\x00" * 2 * MANY,
    "half a character": "\ud800" * MANY,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("typed", HOSTILE)
def test_case_69_nothing_that_is_typed_takes_long_to_read(reader, typed):
    read, text = READERS[reader], HOSTILE[typed]

    def refuse():
        with suppress(Exception):  # each has a refusal of its own; how long it takes is the matter
            read(text)

    assert min(timeit.repeat(refuse, number=1, repeat=3, timer=time.thread_time)) < LONGEST
