"""What is asked for about a contract and its vehicle."""

from collections.abc import Mapping

from finance_portal.domain import deadlines
from finance_portal.language import sentence
from finance_portal.services.asking.shapes import (
    ANSWER,
    DECLINED,
    PROMISE,
    YES_NO,
    Kind,
    Mark,
    Question,
    five_banking_days,
)

ABOUT_CONTRACT: Mapping[str, Kind] = {
    "payoff_letter": Kind(
        title=sentence("Send a payoff letter to somebody else"),
        lead=sentence(
            "For a dealer, a bank or an insurer. You can also make a letter yourself at once, under"
            " Payoff, and hand it on."
        ),
        questions=(
            Question(name="to_name", label=sentence("Who gets it")),
            Question(
                name="how",
                label=sentence("How it is sent"),
                look="choice",
                choices=(("post", sentence("By mail")), ("fax", sentence("By fax"))),
            ),
            Question(
                name="where",
                label=sentence("Mailing address or fax number"),
                look="text",
                longest=300,
            ),
            Question(name="until", label=sentence("Good through"), look="day"),
        ),
        clock=(ANSWER,),
        outcomes={"sent": ("done", sentence("The letter is on its way.")), "declined": DECLINED},
    ),
    "title_question": Kind(
        title=sentence("Ask about the title"),
        lead=sentence("Who holds it, where it is, what is printed on it, moving to another state."),
        questions=(
            Question(name="question", label=sentence("Your question"), look="text", longest=2_000),
        ),
        clock=(ANSWER,),
        outcomes={"answered": ("done", sentence("We have answered.")), "declined": DECLINED},
    ),
    "title_address": Kind(
        title=sentence("Where the title is sent"),
        lead=sentence(
            "Everybody who is bound by the contract is told. For your protection, no title goes to"
            " a new address within ten days."
        ),
        questions=(
            Question(name="to_name", label=sentence("Name on the envelope")),
            Question(name="where", label=sentence("Mailing address"), look="text", longest=300),
        ),
        clock=(
            ANSWER,
            Mark(
                deadlines.title_address_usable_on,
                sentence("From {day} on the title can be sent there."),
                PROMISE,
            ),
        ),
        outcomes={
            "granted": ("granted", sentence("The title goes to the address that you gave us.")),
            "declined": DECLINED,
        },
    ),
    "insurance": Kind(
        title=sentence("Show proof of insurance"),
        lead=sentence(
            "The contract asks that the vehicle is insured, and that we are named as loss payee."
        ),
        questions=(
            Question(name="insurer", label=sentence("Insurer")),
            Question(
                name="policy",
                label=sentence("Policy number"),
                hint=sentence("We keep it sealed."),
                longest=60,
            ),
            Question(name="since", label=sentence("In force since"), look="day"),
            Question(name="until", label=sentence("In force until"), look="day"),
            Question(
                name="loss_payee",
                label=sentence("Are we named as loss payee?"),
                look="choice",
                choices=YES_NO,
            ),
        ),
        clock=(ANSWER,),
        outcomes={
            "accepted": ("granted", sentence("Your proof of insurance is on file.")),
            "insufficient": (
                "declined",
                sentence("It does not show what the contract asks for."),
            ),
        },
    ),
    "total_loss": Kind(
        title=sentence("The vehicle is a total loss"),
        lead=sentence(
            "The insurer asks us for the payoff amount. Payments fall due as before until the"
            " insurer has settled. If you have GAP coverage, tell them too: it may pay the rest."
        ),
        questions=(
            Question(name="insurer", label=sentence("Insurer")),
            Question(
                name="claim",
                label=sentence("Claim number"),
                hint=sentence("We keep it sealed."),
                longest=60,
            ),
            Question(name="since", label=sentence("Day of the loss"), look="day"),
            Question(
                name="gap",
                label=sentence("Do you have GAP coverage?"),
                look="choice",
                choices=YES_NO,
            ),
        ),
        clock=(ANSWER,),
        outcomes={
            "granted": (
                "granted",
                sentence("We are settling it with the insurer. Until then payments are due."),
            ),
            "declined": DECLINED,
        },
    ),
    "scra": Kind(
        title=sentence("Rights in military service"),
        lead=sentence(
            "On what you signed before your service, the rate is 6% at most from its first day on,"
            " fees included. What is above that is forgiven. You have until 180 days after your"
            " service to ask."
        ),
        questions=(
            Question(name="since", label=sentence("First day of service"), look="day"),
            Question(
                name="orders",
                label=sentence("Anything about your orders"),
                look="text",
                hint=sentence("You need not send them: we look it up ourselves."),
                is_needed=False,
                longest=2_000,
            ),
        ),
        clock=(Mark(five_banking_days, sentence("A person answers by {day}."), "50 USC 3937"),),
        outcomes={"declined": DECLINED},
    ),
    "inspection": Kind(
        title=sentence("A lease-end inspection"),
        lead=sentence(
            "An inspector looks at the vehicle before you return it, so that you know what would be"
            " charged. It costs nothing."
        ),
        questions=(
            Question(name="on", label=sentence("Which day would suit you"), look="day"),
            Question(
                name="part",
                label=sentence("When"),
                look="choice",
                choices=(
                    ("morning", sentence("In the morning")),
                    ("afternoon", sentence("In the afternoon")),
                ),
            ),
            Question(
                name="where", label=sentence("Where the vehicle is"), look="text", longest=300
            ),
        ),
        clock=(ANSWER,),
        outcomes={
            "booked": ("scheduled", sentence("Your inspection is booked.")),
            "done": ("done", sentence("The inspection is done.")),
            "declined": DECLINED,
        },
        only="lease",
    ),
}
