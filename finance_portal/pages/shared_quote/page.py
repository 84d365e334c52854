"""One quote, for whoever has its link. Nothing is sent by opening the page."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.auth_form import REFUSALS, auth_form, from_fragment, submit
from finance_portal.ui.controls import button
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.native import PostForm
from finance_portal.ui.words import t

GONE = t(
    "There is no quote here. The link is wrong, has run out, or was taken back. Ask whoever gave "
    "it to you for another one."
)
FACTS = (
    ("amount", t("Amount")),
    ("through", t("Good through")),
    ("day", t("Interest of each day")),
    ("contract", t("Contract")),
    ("for", t("Made out for")),
    ("quoted", t("Quoted on")),
    ("number", t("Number of the quote")),
    ("pay", t("How to pay")),
)


def shared_quote() -> rx.Component:
    return narrow_page(
        t("A quote for you"),
        auth_form(
            from_fragment("secret"),
            submit(t("Show the quote"), busy=t("One moment…")),
            action=routes.SHARED_QUOTE_FORM,
            refusals=REFUSALS | {"refused": GONE},
        ),
        rx.el.section(
            rx.el.dl(
                *[_fact(name, words) for name, words in FACTS],
                class_name="grid gap-3",
            ),
            PostForm.create(
                from_fragment("secret"),
                button(t("The letter (PDF)"), type="submit", look="quiet", class_name="w-full"),
                action=routes.SHARED_QUOTE_LETTER,
                method="post",
                class_name="mt-5",
            ),
            rx.el.p(
                t("Each time that this quote is opened, the borrower can see it."),
                class_name="mt-4 text-note text-muted",
            ),
            id="shared-quote",
            hidden=True,
            tab_index=-1,
            class_name="mt-6 border-t border-line pt-6 outline-none",
        ),
        lead=t("A borrower gave you a link to one quote of ours."),
    )


def _fact(name: str, words: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(words, class_name="text-note text-muted"),
        rx.el.dd(
            id=f"shared-quote-{name}",
            class_name="text-greeting font-semibold" if name == "amount" else "text-body",
        ),
    )
