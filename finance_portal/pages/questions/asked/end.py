"""About the end: paying off, the title, a lease that runs out."""

from finance_portal.domain.payoff import DIAL_DAYS, LONGEST_DAYS
from finance_portal.pages.questions.asked._form import Question, Subject
from finance_portal.ui import routes
from finance_portal.ui.words import t

END = Subject(
    "end",
    t("Paying off, and the end of a lease"),
    (
        Question(
            "payoff-more",
            t("Why is the payoff more than the balance?"),
            (
                t(
                    "The balance is the principal. The payoff adds the interest of each day up to"
                    " the day you choose, and any open fees."
                ),
            ),
            (t("Pay it off"), routes.PAYOFF),
        ),
        Question(
            "payoff-day",
            t("For which day can I have the payoff?"),
            (
                t(
                    "For each of the next {days} days, on the page. A letter with the amount, for"
                    " you or a dealer, is good for up to {longest} days.",
                    days=str(DIAL_DAYS),
                    longest=str(LONGEST_DAYS),
                ),
                t("What you pay too much is refunded. Paying off early costs no fee."),
            ),
            (t("Pay it off"), routes.PAYOFF),
        ),
        Question(
            "title",
            t("When do I get my title?"),
            (
                t(
                    "When the money is final we release the lien by ourselves, within the time"
                    " that your state sets. You can follow each step, with its date."
                ),
            ),
            (t("After your payoff"), routes.AFTER_PAYOFF),
        ),
        Question(
            "after",
            t("Do I keep my access after the payoff?"),
            (t("Yes. Statements, letters and tax forms stay here, to be read and downloaded."),),
        ),
        Question(
            "lease-end",
            t("What can I do when my lease ends?"),
            (
                t(
                    "Return the vehicle, buy it, or extend the lease. Your page shows all three"
                    " side by side, with what each costs on the day you choose."
                ),
            ),
            (t("Your lease end"), routes.LEASE_END),
        ),
        Question(
            "miles",
            t("I drive more miles than my lease allows"),
            (
                t(
                    "Your page shows your pace and what it would cost at the end. Where your"
                    " contract allows it, miles bought before the end are cheaper."
                ),
            ),
            (t("Your lease end"), routes.LEASE_END),
        ),
        Question(
            "total-loss",
            t("My vehicle was stolen or is a total loss"),
            (
                t(
                    "Tell your insurer and us at once. Payments stay due until the insurer has"
                    " paid; what its payment does not cover is still owed, unless GAP coverage"
                    " pays it."
                ),
            ),
            (t("Help"), routes.HELP),
        ),
    ),
)
