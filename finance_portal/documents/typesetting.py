"""Typeset a document: a template and its content become a tagged PDF that everybody can read.

The typesetter refuses to write what PDF/UA-1 and PDF/A-2a do not allow (docs/decisions/0019).
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from typst import Compiler, Fonts, TypstError

from finance_portal.documents import seal
from finance_portal.language import ENGLISH, long_day, say, speaking
from finance_portal.settings import settings

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
LAST_LATIN = "\u024f"
PUNCTUATION = "\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2212\u20ac"


def letterhead() -> dict[str, str]:
    """Return who writes, as every document's content keeps it."""
    brand = settings.brand
    return {
        "name": brand.legal_entity,
        "address": brand.address,
        "phone": brand.support_phone,
        "hours": brand.support_hours,
        "email": brand.support_email,
        "check": f"{settings.public_origin}{seal.CHECKED_AT}",
    }


def typeset(
    template: str, content: Mapping[str, Any], *, title: str, dated_on: date, keywords: str = ""
) -> bytes:
    """Return the PDF of a template, the same bytes for the same arguments.

    `content` holds texts as they are shown, `from` among them (`letterhead`), and its `language` if
    it is not English. Raises
    typst.TypstError for a template that does not exist or would not be accessible.
    """
    with speaking(content.get("language", ENGLISH)):
        fixed = _fixed(dated_on)
    told = {"title": title, "dated": dated_on.isoformat(), "keywords": keywords, "fixed": fixed}
    told |= content
    words = json.dumps(told, ensure_ascii=False)
    try:
        return _compiled(template, words, dated_on)
    except TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compiled(template, _plainly(words), dated_on)


def _fixed(dated_on: date) -> dict[str, Any]:
    """Return the words that stand on every paper; the templates fill in what begins with @."""
    return {
        "day": long_day(dated_on),
        "page": say("Page {at} of {of}", at="@at", of="@of"),
        "sealed": say(
            "Sealed: check at {address} whether a copy is ours and unchanged.", address="@check"
        ),
        "item": say("Item"),
        "amount": say("Amount"),
        "due": say("Payment due {day}", day="@day"),
        "reference": say("Reference"),
        "mail_to": say("Mail to"),
        "changes": [say("What changed"), say("It said"), say("It says now")],
        "made_up": say("How the amount due is made up"),
        "happened": say("What happened"),
        "nothing": say("Nothing was posted in this period."),
        "owe": say("What you owe"),
        "paid": say("Paid over the year"),
        "notes": say("Good to know"),
        "field": say("Field"),
        "loan": say("The loan"),
        "part_of": say("The payments that it was part of"),
        "received": say("Interest received"),
        "payment_of": say("Payment of"),
        "interest": say("Interest"),
    }


def _compiled(template: str, content: str, dated_on: date) -> bytes:
    compiler = Compiler(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"content": content},
    )
    at = datetime.combine(dated_on, time.min, UTC)
    pdf: Any = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=at)
    return bytes(pdf)


def _plainly(words: str) -> str:
    """Write a question mark for every letter that no font of ours has: a paper must come out."""
    return "".join(
        letter if letter <= LAST_LATIN or letter in PUNCTUATION else "?" for letter in words
    )


@cache
def _fonts() -> Fonts:
    return Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,  # for letters that ours has not
        font_paths=[str(HERE / "fonts")],
    )
