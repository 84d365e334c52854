"""Staying safe: our only address, what we never ask, messages, networks, shared computers."""

import reflex as rx

from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.reading import link_to, points, reading_page, section
from finance_portal.ui.words import t

PHONE = settings.brand.support_phone


def safety() -> rx.Component:
    return reading_page(
        routes.STAY_SAFE,
        t("Stay safe"),
        _ours(),
        _messages(),
        _places(),
        _sign_in(),
        _wrong(),
        lead=t("What protects your account, and what you can do for it."),
    )


def _ours() -> rx.Component:
    return section(
        t("What is ours, and what we never ask"),
        points(
            t(
                "Our only address is {address}. Type it yourself or keep it as a bookmark, and look"
                " at it before you type a password.",
                address=settings.public_origin,
            ),
            t(
                "We never ask for your password, a code or your whole card number: not by"
                " telephone, not by e-mail, not by text. Whoever asks is not us, even if they know"
                " your name and your contract."
            ),
            t("We never have you pay with gift cards, cryptocurrency or a wire to a person."),
            t("We never send new wire instructions by mail. Call us for them."),
        ),
    )


def _messages() -> rx.Component:
    return section(
        t("A message looks strange"),
        points(
            t("Do not press its links, and open nothing that is attached."),
            t(
                "Sign in here instead: whatever we really want from you stands in your account,"
                " and every message that we really sent is listed under Notices."
            ),
            t("A letter or a receipt is ours when our check says so: every one carries our seal."),
            t(
                "Call us at {phone}, not at the number in the message.",
                phone=PHONE,
            ),
        ),
        link_to(t("What we really sent you"), f"{routes.NOTIFICATIONS}#sent"),
        link_to(t("Is this document ours?"), routes.CHECK_DOCUMENT),
    )


def _places() -> rx.Component:
    return section(
        t("Where you sign in"),
        points(
            t(
                "Public Wi-Fi: everything between you and us is encrypted, yet a false network can"
                " lead you to a false page. Use your phone's own connection, or a VPN that you"
                " trust, and look at the address."
            ),
            t(
                "A VPN may make us ask for a second step more often, because you seem to be"
                " somewhere new. That is all."
            ),
            t(
                "A shared or public computer: use a private window, do not tick “Trust this"
                " device”, sign out at the end, and close the browser. If you forgot, sign out"
                " everywhere from your own device."
            ),
            t(
                "Your own devices: install updates, lock the screen, and let nobody look over your"
                " shoulder while you type."
            ),
        ),
        link_to(t("Where you are signed in"), routes.SECURITY),
    )


def _sign_in() -> rx.Component:
    return section(
        t("How you sign in"),
        points(
            t(
                "A passkey is best: nobody can guess it, and it works on no false page. An"
                " authenticator app is next. A code by text can be redirected by others."
            ),
            t("A long password that you use nowhere else. A password manager keeps it for you."),
            t(
                "Share it with nobody, not with family either. Whoever is on your contract has a"
                " sign-in of their own, and whom else you trust can be given one."
            ),
            t(
                "We write to every contact when something changes: a password, a bank account, an"
                " address, autopay. Read these messages."
            ),
        ),
        link_to(t("How you confirm that it is you"), routes.SECURITY),
        link_to(t("Give somebody access of their own"), routes.DELEGATES),
    )


def _wrong() -> rx.Component:
    return section(
        t("Something was not you"),
        points(
            t(
                "Press “This wasn't me” in the message or on the security page. Every device is"
                " signed out and nobody gets in with your password."
            ),
            t(
                "A payment that you did not make: report it at once, or call us at {phone}, and"
                " call your bank. Autopay is stopped and the account is not debited again.",
                phone=PHONE,
            ),
            t("Did you tell somebody your password? Choose a new one now, and sign out elsewhere."),
        ),
        link_to(t("Report what you did not authorize"), routes.REPORT),
        link_to(t("Trouble signing in"), routes.TROUBLE),
    )
