"""Trouble signing in: what to do, for each thing that goes wrong, and a person at the end of it."""

import reflex as rx

from finance_portal.ui import brand, routes
from finance_portal.ui.controls import action_link, text_link
from finance_portal.ui.narrow import way, ways
from finance_portal.ui.reading import further
from finance_portal.ui.shell import public_shell
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import around, t

FORGOTTEN = (
    (t("I forgot my password"), t("We send you a code, and you choose a new one."), routes.RECOVER),
    (
        t("I forgot my user name"),
        t("We send it to the e-mail or phone we know."),
        routes.RECOVER_USER_NAME,
    ),
    (
        t("I have a new phone, or lost mine"),
        t("Prove who you are with what is on your contract."),
        routes.RECOVER_FACTORS,
    ),
)
ANSWERS = {
    t("The code does not come"): (
        t(
            "Give it two minutes, and look into your spam folder. Only the newest "
            "code works, for 10 minutes. If it still is not there, press “Try "
            "another way”."
        )
    ),
    t("The code is refused"): (
        t(
            "Type the newest one. If it comes from an app, let your phone set its "
            "clock by itself: the codes depend on the time."
        )
    ),
    t("My passkey is not offered"): (
        t(
            "A passkey lives on the device, or in the account, where you made it. "
            "Use that one, or sign in with your password."
        )
    ),
    t("My password is refused"): (
        t(
            "Passwords are case-sensitive, user names are not. Check that Caps "
            "Lock is off, and let the page show what you typed. You can sign in "
            "with your e-mail address too."
        )
    ),
    t("It says that there were too many tries"): (
        t(
            "Wait a few minutes. The pause protects you, and nobody can lock you "
            "out for good with it."
        )
    ),
    t("Nothing happens when I press the button"): t(
        "Load the page again. Then try a private window, or another browser: it is often an"
        " extension that is in the way."
    ),
    t("The page looks broken, or signs me out again and again"): t(
        "Your browser may hold old data. Delete cookies and cached files for this site, close the"
        " browser, open it again, and type our address yourself. Your account loses nothing."
    ),
    t("It says that cookies are off"): t(
        "We need one cookie to keep you signed in. Allow cookies for this site; those of other"
        " sites may stay blocked. A private window works, too."
    ),
    t("My browser is old"): t(
        "Use a current Chrome, Edge, Firefox or Safari. On a phone, install the updates that it"
        " offers."
    ),
    t("I see a warning about the certificate"): t(
        "Do not go on. Somebody may be in between: leave a public network, check the date of your"
        " device, and look at the address."
    ),
    t("I am on a public or shared computer"): t(
        "Use a private window, trust no device, and sign out at the end. If you forgot, sign out"
        " everywhere from your own device."
    ),
}


def trouble() -> rx.Component:
    return public_shell(
        rx.el.div(
            rx.el.div(
                rx.el.h1(t("Trouble signing in?"), class_name="text-display font-semibold"),
                rx.el.p(
                    t("Nothing is lost: your account is where it was."),
                    class_name="mt-1 text-body text-muted",
                ),
            ),
            ways(*[way(title, words, href=href) for title, words, href in FORGOTTEN]),
            _answers(),
            _person(),
            further(routes.TROUBLE),
            class_name="mx-auto grid w-full max-w-xl gap-4 px-4 py-8 sm:py-14",
        ),
        action=action_link(t("Sign in"), href=routes.SIGN_IN),
    )


def _answers() -> rx.Component:
    return card(
        card_title(t("Asked most")),
        rx.el.div(
            *[
                rx.el.details(
                    rx.el.summary(question, class_name="cursor-pointer py-3 text-body font-medium"),
                    rx.el.p(answer, class_name="pb-4 text-body text-muted"),
                )
                for question, answer in ANSWERS.items()
            ],
            class_name="mt-2 divide-y divide-line",
        ),
    )


def _person() -> rx.Component:
    contact = brand.BRAND
    return card(
        card_title(t("Still out?")),
        rx.el.p(
            *around(
                "Have your contract number ready and call {phone}, {hours}. We sign you in"
                " together.",
                phone=text_link(
                    contact.support_phone, href=brand.telephone(), class_name="whitespace-nowrap"
                ),
                hours=t(contact.support_hours),
            ),
            class_name="mt-1 text-body text-muted",
        ),
        brand.safety(),
    )
