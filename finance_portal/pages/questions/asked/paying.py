"""About making payments, by hand and by themselves."""

from finance_portal.domain.ach import DAYS_BEFORE_RETRY
from finance_portal.pages.questions.asked._form import Question, Subject
from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.words import t

PAYING = Subject(
    "paying",
    t("Paying"),
    (
        Question(
            "how",
            t("How can I pay?"),
            (
                t(
                    "From a checking or savings account, or with a card where your contract allows"
                    " it. Once, on a day that you set, or by autopay."
                ),
                t(
                    "You can mail a check with a payment coupon, or call us and pay by telephone"
                    " without a fee for it."
                ),
            ),
            (t("Make a payment"), routes.PAY),
        ),
        Question(
            "guest",
            t("Can somebody pay for me without signing in?"),
            (
                t(
                    "Yes. With your account number and the ZIP code of your mailing address anybody"
                    " can pay as a guest. They see nothing of your contract."
                ),
            ),
            (t("Pay as a guest"), routes.GUEST),
        ),
        Question(
            "counts",
            t("When does a payment count?"),
            (
                t(
                    "A payment made before 7 pm Eastern on a banking day counts that day, otherwise"
                    " on the next banking day."
                ),
                t(
                    "A debit from a bank takes about four banking days to settle. It still counts"
                    " from the day you made it."
                ),
            ),
        ),
        Question(
            "where",
            t("Where does my money go?"),
            (
                t(
                    "First to the interest that has accrued, then to the principal of what is due,"
                    " then to open charges and fees, unless your contract says another order."
                ),
                t(
                    "Before you pay we show where each cent will go. The receipt shows where it"
                    " went."
                ),
            ),
            (t("Payment history"), routes.HISTORY),
        ),
        Question(
            "extra",
            t("I pay more than is due. Does it lower what I owe?"),
            (
                t(
                    "You choose, and see what each choice does before you pay. An extra payment to"
                    " the principal saves interest, and your next payment stays due. A regular"
                    " payment covers the next installments, too."
                ),
            ),
            (t("What if you pay more?"), routes.WHAT_IF),
        ),
        Question(
            "twice",
            t("My connection broke while I was paying. Did I pay twice?"),
            (
                t(
                    "No. However often the button is pressed or the page is sent, one form makes"
                    " one payment. Look at your history before you try again: if the payment is"
                    " not there, it was not made."
                ),
                t("A stable connection is still the better place to pay from."),
            ),
            (t("Payment history"), routes.HISTORY),
        ),
        Question(
            "later",
            t("Can I set a payment for a later day, and change it?"),
            (
                t(
                    "Yes. It waits until its day, and until then you can change or cancel it. The"
                    " page shows until when."
                ),
            ),
            (t("Scheduled payments"), routes.SCHEDULED),
        ),
        Question(
            "autopay",
            t("What does autopay do?"),
            (
                t(
                    "It makes your payments by itself: the amount, the rhythm and the day that you"
                    " choose, such as some days after your payday. You see every debit of the next"
                    " months before you sign."
                ),
                t(
                    "It makes the last payment, too, and survives another due date or an"
                    " extension. When a debit will not be made, we tell you."
                ),
            ),
            (t("Autopay"), routes.AUTOPAY),
        ),
        Question(
            "stop-autopay",
            t("How do I skip, pause or cancel autopay?"),
            (
                t(
                    "In the same place where you set it up. Skip one debit, pause for a while, or"
                    " cancel. It counts at once, unless a debit is on its way already: the page"
                    " says until when it can be stopped."
                ),
            ),
            (t("Autopay"), routes.AUTOPAY),
        ),
        Question(
            "autopay-amount",
            t("Can autopay take another amount than I expect?"),
            (
                t(
                    "Not unannounced. When a debit will differ from the one before, we write to you"
                    " at least ten days ahead. Without that letter only the usual amount is taken."
                ),
            ),
        ),
        Question(
            "insufficient",
            t("What if there is not enough money in my account?"),
            (
                t(
                    "Your bank sends the payment back, and it counts as not made. We tell you at"
                    " once, and try again by ourselves one time, {days} banking days later at the"
                    " earliest. You can stop that, or pay in another way.",
                    days=str(DAYS_BEFORE_RETRY),
                ),
                t(
                    "Your contract may name a fee for a returned payment. Your bank may charge one"
                    " of its own."
                ),
            ),
            (t("Fees"), routes.FEES),
        ),
        Question(
            "link-bank",
            t("How do I save a bank account, and is it safe?"),
            (
                t(
                    "On the page of our payment processor, which asks your bank or sends two tiny"
                    " deposits. Account and card numbers are never kept here; we show the last"
                    " four digits."
                ),
            ),
            (t("Accounts and cards"), routes.METHODS),
        ),
        Question(
            "receipt",
            t("How do I prove that I paid?"),
            (
                t(
                    "Each payment has a receipt with a confirmation number, on the page and as a"
                    " PDF under our seal. Anybody can check on our site that it is ours and"
                    " unchanged."
                ),
            ),
            (t("Is this document ours?"), routes.CHECK_DOCUMENT),
        ),
        Question(
            "by-phone",
            t("Can I pay by telephone?"),
            (
                t(
                    "Yes: call {phone}, {hours}. It costs nothing.",
                    phone=settings.brand.support_phone,
                    hours=t(settings.brand.support_hours),
                ),
            ),
        ),
    ),
)
