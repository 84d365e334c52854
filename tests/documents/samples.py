"""What each template can hold, all of it at once: the file that tests look at."""

from datetime import date

from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.services.document_keys import sealing_key

DAY = date(2026, 11, 23)
LINES = [[f"Line {number}", "$1.00"] for number in range(60)]  # more than one page
CORRECTED = {
    "words": "This statement corrects the one of October 23, 2026.",
    "changes": [["Interest", "$1.00", "$2.00"]],
}
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'
    '<path d="M1 1h7v7h-7z"/></svg>'
)
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
    "agreement-1": {
        "facts": [["Contract", "2026 Sedan ••4821"], ["Reference", "Q-22222-33333"]],
        "words": ["The due day moves from the 1st to the 15th.", "It costs $68.22 of interest."],
        "signed": ["Signed electronically by Ada Byron on November 23, 2026 at 10:00 AM EST."],
        "schedule_title": "The new schedule",
        "schedule_note": "As it is now, if every payment is made on its due date.",
        "schedule_head": ["No.", "Due", "Payment", "Interest", "Principal", "Balance"],
        "schedule": [
            [str(number), "December 15, 2026", "$581.52", "$221.92", "$359.60", "$29,280.80"]
            for number in range(1, 73)
        ],
    },
    "contract-1": {
        "says": "A sample.",
        "facts": [["Signed by", "Ada Byron"], ["VIN", "5UX53GP03S9A00117"]],
        "boxes": [
            ["Annual percentage rate", "6.00%", "The cost of the credit as a yearly rate."],
            ["Finance charge", "$4,891.11", "What the credit will cost."],
            ["Amount financed", "$30,000.00", "The credit provided."],
            ["Total of payments", "$34,891.11", "What will have been paid."],
        ],
        "figures_title": "How it is determined",
        "figures": [["Residual value", "$1.00"], ["Monthly payment", "$1.00", "total"]],
        "schedule_title": "Payment schedule",
        "schedule_head": ["Payments", "Amount of each", "Due"],
        "schedule": [["59", "$581.52", "Monthly from March 1, 2026"]] * 40,
        "sections": [{"title": "Late payment", "words": ["5% of the payment, once."]}] * 3,
        "signed": ["Signed by Ada Byron on January 15, 2026."],
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
    "statement-1": {
        "to": ["Ada Byron", "1 Example Street"],
        "corrected": CORRECTED,
        "facts": [["Contract", "2026 Sedan ••4821"], ["Statement date", "November 23, 2026"]],
        "headline": ["Amount due", "$581.52"],
        "say": ["Due December 1, 2026."],
        "owed": [["Installment", "$581.52"], ["Total", "$581.52", "total"]],
        "head": ["Date", "What", "Amount", "Principal", "Interest"],
        "activity": [["Nov 1", "Payment", "$581.52", "$359.60", "$221.92"]] * 70,
        "balance": [["Principal", "$29,640.40"], ["You owe", "$29,640.40", "total"]],
        "years": [["Interest paid", "$221.92"]],
        "notes": ["Call us with any question."],
        "rights": ["If you think that something is wrong, write to us."],
    },
    "interest-1": {
        "corrected": CORRECTED,
        "intro": ["This is the interest that we received."],
        "sums": [["Box 1", "$221.92"]],
        "fields": [["Lender", "Example"], ["VIN", "5UX53GP03S9A00117"]],
        "payments": LINES,
        "total": "$60.00",
        "notes": ["Ask a person who knows about taxes."],
    },
    "coupons-1": {
        "words": ["Send one with each check."],
        "mail": ["Example Vehicle Finance LLC", "100 Example Street"],
        "coupons": [
            {
                "due": "December 1, 2026",
                "facts": [["Amount", "$581.52"], ["Contract", "••4821"]],
                "reference": "RF18 5390 0754 7034",
                "svg": SQUARE,
                "alt": "The reference as a code to be scanned",
            }
        ]
        * 12,
    },
    "transcript-1": {
        "facts": [["Borrower", "Ada Byron"], ["Contract", "2026 Sedan ••4821"]],
        "lines": [
            {
                "who": "Ada Byron",
                "at": "November 23, 2026, 10:00 AM",
                "is_mine": number % 2 == 0,
                "words": ["#panic() *bold* $1.00 <script>", "", "Łódź ñ á https://example.com"],
                "files": ["File: letter.pdf"],
            }
            for number in range(12)
        ],
        "after": ["All that was written through November 23, 2026, 10:00 AM."],
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
