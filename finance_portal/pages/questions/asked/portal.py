"""About the portal itself: signing in, devices, data."""

from finance_portal.pages.questions.asked._form import Question, Subject
from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.words import t

PORTAL = Subject(
    "portal",
    t("This portal"),
    (
        Question(
            "register",
            t("What do I need to register?"),
            (
                t(
                    "Your account number, your tax id and the VIN. They stand in your contract."
                    " Then we send a code to the contact that we have on file."
                ),
            ),
            (t("Register"), routes.REGISTER),
        ),
        Question(
            "second-step",
            t("Why do you ask for a second step?"),
            (
                t(
                    "A password can be guessed or stolen. With a passkey, an app or a code nobody"
                    " gets in with the password alone. What moves money asks once more."
                ),
            ),
            (t("Stay safe"), routes.STAY_SAFE),
        ),
        Question(
            "locked",
            t("It says that there were too many tries"),
            (
                t(
                    "Wait a few minutes. The pause protects you, and nobody can lock you out for"
                    " good with it. If you cannot get in, prove who you are with what is on your"
                    " contract, or call us."
                ),
            ),
            (t("Trouble signing in"), routes.TROUBLE),
        ),
        Question(
            "signed-out",
            t("Why was I signed out?"),
            (
                t(
                    "After {minutes} minutes without a click, and after {hours} hours in any case."
                    " Two minutes before, the page asks whether you are still there.",
                    minutes=str(settings.idle_minutes),
                    hours=str(settings.absolute_hours),
                ),
            ),
        ),
        Question(
            "devices",
            t("Does it work on my phone?"),
            (
                t(
                    "Yes: every page does everything on a phone, a tablet and a desktop, in any"
                    " current browser, also in a private window. There is no app to install."
                ),
            ),
        ),
        Question(
            "language",
            t("Can I read it in Spanish?"),
            (
                t(
                    "Yes, all of it. The switch stands at the foot of every page. We write to you"
                    " in the language that you choose."
                ),
            ),
        ),
        Question(
            "share",
            t("What do you share about me?"),
            (
                t(
                    "What your contract and the law need. What goes beyond that you may limit, at"
                    " once, in your profile."
                ),
            ),
            (t("Privacy notice"), routes.PRIVACY_NOTICE),
        ),
        Question(
            "person",
            t("I would rather talk to a person"),
            (
                t(
                    "Call {phone}, {hours}, or write to {email}. Have your account number ready;"
                    " we never ask for your password or a code.",
                    phone=settings.brand.support_phone,
                    hours=t(settings.brand.support_hours),
                    email=settings.brand.support_email,
                ),
            ),
        ),
    ),
)
