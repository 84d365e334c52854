"""What each template can hold, all of it at once: the file that tests look at."""

from datetime import date

from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.services.document_keys import sealing_key

DAY = date(2026, 11, 23)
LINES = [[f"Line {number}", "$1.00"] for number in range(60)]  # more than one page
SAMPLES = {
    "access-test-1": {"words": ["Type this word:"], "word": "basket"},
    "letter-1": {
        "to": ["Ada Byron", "1 Example Street"],
        "facts": [["Contract", "2026 Sedan ••4821"], ["VIN", "••0117"]],
        "words": ["Good morning.", "Łódź ñ á — 1,004.91"],
        "figures_title": "What it is made of",
        "figures": [*LINES, ["Total", "$60.00", "total"]],
        "after": ["Call us with any question."],
        "signed": ["Signed electronically by Ada Byron."],
    },
    "receipt-1": {
        "amount": "$581.52",
        "status": "Posted",
        "words": ["The money has arrived and is posted to the contract."],
        "facts": [["Confirmation number", "P-22222-33333"], ["From", "Checking ••6789"]],
        "figures_title": "Where it went",
        "figures": [["Interest", "$221.92"], ["Principal", "$359.60"],
                    ["Payment", "$581.52", "total"]],
        "after": ["Principal balance after it: $29,640.40"],
        "authorization": "I authorize this payment.",
    },
}  # fmt: skip


def drawn(template, **changes):
    """Return the PDF of a template's sample, sealed."""
    key = sealing_key()
    plain = typeset(
        template,
        {"from": letterhead(), **SAMPLES[template], **changes},
        title="A document",
        dated_on=DAY,
        keywords=seal.place(key),
    )
    return seal.sealed(plain, key)
