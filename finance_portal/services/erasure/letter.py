"""The letter that says what was erased, what stays, until when, and why: for the person alone.

It is made before their name is gone, and kept nowhere: whoever erases hands it over.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.language import long_day, say
from finance_portal.services.document_keys import sealing_key
from finance_portal.services.erasure.erase import Erased
from finance_portal.services.erasure.farewell import told
from finance_portal.settings import settings

TEMPLATE = "letter-1"


def letter(name: str, erased: Erased, on: date) -> bytes:
    """Return the letter as a sealed PDF, in the language that is spoken."""
    key, title = sealing_key(), say("Your data is erased")
    pdf = typeset(
        TEMPLATE,
        {"from": letterhead(), **_content(name, erased, on)},
        title=title,
        dated_on=on,
        keywords=seal.place(key),
    )
    return seal.sealed(pdf, key)


def _content(name: str, erased: Erased, on: date) -> Mapping[str, Any]:
    return {
        "to": [name],
        "facts": [[say("Erased on"), long_day(on)], [say("Your number"), erased.pseudonym]],
        "words": [
            say(
                "As you asked, we have erased what we knew of you: your name, contacts, sign-in,"
                " browsers, accounts and cards, messages, requests and calendar."
            ),
            say("This is what stays, until when, and why:"),
            *told(erased.stays),
        ],
        "after": [
            say("If you ever ask us about it, your number above is all by which we can find it.")
        ],
        "signed": [settings.brand.legal_entity, settings.brand.support_phone],
    }
