"""What somebody asks for about themselves: nobody else who is bound by the contract sees it."""

from collections.abc import Mapping

from finance_portal.domain import deadlines
from finance_portal.language import sentence
from finance_portal.services.asking.shapes import (
    ANSWER,
    DECLINED,
    PROMISE,
    Kind,
    Mark,
    Question,
)

ABOUT_PERSON: Mapping[str, Kind] = {
    "credit_dispute": Kind(
        title=sentence("Dispute what we report to credit bureaus"),
        lead=sentence(
            "We look into it, answer you, and correct what is wrong at every bureau that we had"
            " told. It costs nothing."
        ),
        questions=(
            Question(name="item", label=sentence("What it is about"), look="item"),
            Question(
                name="reason",
                label=sentence("What is wrong"),
                look="choice",
                choices=(
                    ("paid", sentence("It was paid, or paid in time")),
                    ("amount", sentence("The amount is wrong")),
                    ("day", sentence("The date is wrong")),
                    ("status", sentence("The status is wrong")),
                    ("not_mine", sentence("It is not mine")),
                    ("theft", sentence("Somebody used my identity")),
                ),
            ),
            Question(
                name="right",
                label=sentence("What would be right, and how we can see it"),
                look="text",
                longest=2_000,
            ),
        ),
        clock=(
            Mark(
                deadlines.direct_dispute_deadline,
                sentence("We answer by {day}."),
                "12 CFR 1022.43(e)",
            ),
            Mark(
                deadlines.extended_dispute_deadline,
                sentence("If you send us more meanwhile, by {day}."),
                "15 USC 1681i(a)(1)(B)",
            ),
        ),
        outcomes={
            "corrected": (
                "granted",
                sentence("You are right. We correct it at every bureau that we had told."),
            ),
            "verified": (
                "declined",
                sentence("We looked into it, and what we report agrees with what happened."),
            ),
            "frivolous": (
                "declined",
                sentence(
                    "We cannot look into it as it was sent: something is missing, or it is the same"
                    " as before. You can send it again with what is missing."
                ),
            ),
        },
        one_for="item",
    ),
    "name_change": Kind(
        title=sentence("Change your legal name"),
        lead=sentence("After a marriage, a divorce, an order of a court, or to correct an error."),
        questions=(
            Question(name="first", label=sentence("New first name"), longest=80),
            Question(name="last", label=sentence("New last name"), longest=80),
            Question(
                name="why",
                label=sentence("Why it changes"),
                look="choice",
                choices=(
                    ("marriage", sentence("Marriage")),
                    ("divorce", sentence("Divorce")),
                    ("court", sentence("An order of a court")),
                    ("error", sentence("It was never right")),
                ),
            ),
        ),
        clock=(ANSWER,),
        outcomes={
            "granted": ("granted", sentence("Your name is changed everywhere.")),
            "declined": DECLINED,
        },
        one_for="person",
    ),
    "erasure": Kind(
        title=sentence("Erase your data"),
        lead=sentence(
            "We erase what no law makes us keep. While a contract runs, and for some years after,"
            " what belongs to it has to stay: we say what, and why."
        ),
        questions=(
            Question(
                name="what",
                label=sentence("What shall be erased"),
                look="choice",
                choices=(
                    ("all", sentence("Everything that can be")),
                    ("some", sentence("Only what I name below")),
                ),
            ),
            Question(
                name="details",
                label=sentence("Anything that we should know"),
                look="text",
                is_needed=False,
                longest=2_000,
            ),
        ),
        clock=(
            Mark(
                deadlines.erasure_deadline,
                sentence("We answer by {day}."),
                "Cal. Civ. Code 1798.130",
            ),
            Mark(
                deadlines.erasure_receipt_deadline,
                sentence("We confirm by {day} how we go about it."),
                "11 CCR 7021(a)",
            ),
        ),
        outcomes={
            "done": ("done", sentence("What no law makes us keep is erased.")),
            "declined": DECLINED,
        },
        one_for="person",
    ),
    "complaint": Kind(
        title=sentence("Make a complaint"),
        lead=sentence(
            "Somebody who had nothing to do with it looks into it. It changes nothing about how you"
            " are served."
        ),
        questions=(
            Question(name="what", label=sentence("What went wrong"), look="text", longest=3_000),
            Question(
                name="wish",
                label=sentence("What would put it right"),
                look="text",
                is_needed=False,
                longest=1_000,
            ),
        ),
        clock=(
            Mark(
                deadlines.complaint_reply_deadline, sentence("You have a reply by {day}."), PROMISE
            ),
            Mark(
                deadlines.complaint_final_deadline,
                sentence("At the latest by {day} you have the final answer."),
                PROMISE,
            ),
        ),
        outcomes={
            "resolved": ("done", sentence("You are right, and we have put it right.")),
            "explained": (
                "declined",
                sentence("We looked into it, and see no error. We say why below."),
            ),
        },
        one_for="form",
    ),
}
