"""About being late, help, and what is reported."""

from finance_portal.domain.ach import CLAIM_DAYS
from finance_portal.domain.relief import DueDatePolicy
from finance_portal.pages.questions.asked._form import Question, Subject
from finance_portal.ui import routes
from finance_portal.ui.words import t

LATE = Subject(
    "late",
    t("Late, or short of money"),
    (
        Question(
            "late",
            t("What happens when I pay late?"),
            (
                t(
                    "First nothing: your contract gives days of grace. After them one late charge"
                    " is added for that installment, never a second one. Interest goes on for each"
                    " day on what you still owe."
                ),
                t(
                    "Your statement says by when we must have the payment, and how much the charge"
                    " would be."
                ),
            ),
            (t("Fees"), routes.FEES),
        ),
        Question(
            "before",
            t("I will not be able to pay. When should I say so?"),
            (
                t(
                    "Before you miss the payment. Some ways are open only while you are current:"
                    " another due date, a payment moved to the end, a promise to pay by a day."
                    " Each shows what it costs before you choose."
                ),
            ),
            (t("Trouble paying?"), routes.HARDSHIP),
        ),
        Question(
            "due-date",
            t("Can I have another due date?"),
            (
                t(
                    "Yes, once, up to {days} days later, and to a day up to the {last}th. You see"
                    " the whole new schedule and the added interest before you sign. Everybody who"
                    " is bound by the contract signs within five days.",
                    days=str(DueDatePolicy().most_days_forward),
                    last=str(DueDatePolicy().last_day),
                ),
            ),
            (t("Another due date"), routes.CHANGE_DUE_DATE),
        ),
        Question(
            "extension",
            t("What does it cost to move a payment to the end?"),
            (
                t(
                    "Interest goes on meanwhile, so you pay more in all, and the contract ends"
                    " later. The page says how much more in dollars, and sets cheaper ways beside"
                    " it."
                ),
            ),
            (t("Move a payment to the end"), routes.EXTENSION),
        ),
        Question(
            "withdrawn",
            t("Can help that was granted be taken back?"),
            (
                t(
                    "No. What we have granted stays granted. Autopay follows it, and no late charge"
                    " is added for what was moved."
                ),
            ),
        ),
        Question(
            "credit",
            t("What do credit bureaus hear, and when?"),
            (
                t(
                    "Once a month, how your contract stands. A payment that is less than 30 days"
                    " late is not reported as late. A payment that was moved to the end counts as"
                    " current. Paying on time builds your history."
                ),
            ),
        ),
        Question(
            "credit-wrong",
            t("Something that you reported is wrong. What now?"),
            (
                t(
                    "Write to us what is wrong and why. We look into it within 30 days, answer you"
                    " in writing, and correct it at every bureau that we told."
                ),
            ),
            (t("Dispute what we report"), routes.of_asking("credit_dispute")),
        ),
        Question(
            "unauthorized",
            t("I see a payment that I did not make"),
            (
                t(
                    "Report it at once, and sign out everywhere. Tell your bank, too: within"
                    " {days} days after the statement that shows it, the bank can take the money"
                    " back for you.",
                    days=str(CLAIM_DAYS),
                ),
            ),
            (t("Report what you did not authorize"), routes.REPORT),
        ),
        Question(
            "military",
            t("I serve in the military"),
            (
                t(
                    "For a contract from before your service the law caps interest at six percent"
                    " while you serve. Ask for it here, with your orders. What is above the cap is"
                    " forgiven, not deferred."
                ),
            ),
            (t("Trouble paying?"), routes.HARDSHIP),
        ),
    ),
)
