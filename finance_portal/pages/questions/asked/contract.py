"""About the contract: what is owed, interest, papers, taxes."""

from finance_portal.domain.statement import AHEAD
from finance_portal.pages.questions.asked._form import Question, Subject
from finance_portal.ui import routes
from finance_portal.ui.words import t

CONTRACT = Subject(
    "contract",
    t("Your contract and its papers"),
    (
        Question(
            "interest",
            t("How is interest worked out?"),
            (
                t(
                    "Each day on the principal that you owe that day: the principal times the"
                    " yearly rate, divided by the days of the year. A lease bears no interest;"
                    " its rent charge is part of each payment."
                ),
                t("Beside every amount stands how it was worked out, line by line."),
            ),
            (t("Installments"), routes.SCHEDULE),
        ),
        Question(
            "statement",
            t("When does my statement come?"),
            (
                t(
                    "{days} days before each due date. It stays here for good, also after the"
                    " contract is paid off.",
                    days=str(AHEAD.days),
                ),
            ),
            (t("Documents"), routes.DOCUMENTS),
        ),
        Question(
            "paper",
            t("Can I have paper?"),
            (
                t(
                    "Always, and free. Take back your consent to electronic records in your"
                    " profile: what is issued from then on comes by post. Single copies we mail on"
                    " request."
                ),
            ),
            (t("Electronic records, in your profile"), f"{routes.PROFILE}#paperless"),
        ),
        Question(
            "tax",
            t("What do I need for my taxes?"),
            (
                t(
                    "Each January the yearly interest statement, where one is due, or a summary of"
                    " the interest that you paid. Both stand among your documents."
                ),
            ),
            (t("Documents"), routes.DOCUMENTS),
        ),
        Question(
            "move",
            t("I moved, or have a new number"),
            (
                t(
                    "Change it in your profile: it counts at once. We tell every contact we have,"
                    " and write to the old and the new address. A title is not mailed to a changed"
                    " address for ten days."
                ),
                t("Do you move to another state? Tell your insurer, and register the vehicle."),
            ),
            (t("Your profile"), routes.PROFILE),
        ),
        Question(
            "name",
            t("My name has changed"),
            (
                t(
                    "What we call you, you change yourself. The legal name on the contract we"
                    " change on request, with a copy of what shows the change."
                ),
            ),
            (t("Change your legal name"), routes.of_asking("name_change")),
        ),
        Question(
            "co-borrower",
            t("What does the other borrower see?"),
            (
                t(
                    "The contract, its balance, payments and documents. Not your bank accounts,"
                    " your telephone numbers or your address. Each of you has a sign-in of your"
                    " own."
                ),
            ),
        ),
    ),
)
