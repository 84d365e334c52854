"""Help: a person to talk to, what to have ready, and answers to what is asked most."""

import reflex as rx

from finance_portal.pages.help.state import HelpState
from finance_portal.ui import brand, routes
from finance_portal.ui.call_card import call_card
from finance_portal.ui.controls import STANDS_ALONE, Text, action_link, text_link
from finance_portal.ui.feedback import skeleton, waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.menu import sign_out_everywhere_form, sign_out_form
from finance_portal.ui.reading import further
from finance_portal.ui.scheme import scheme_choice
from finance_portal.ui.shell import shell
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

WAYS_LIST = (
    "mt-3 grid justify-items-start gap-x-5 gap-y-2 border-t border-line pt-4 sm:flex sm:flex-wrap"
)
GRID = "grid items-start gap-4 lg:grid-cols-12"
QUESTIONS = {
    t("Why is the payoff more than the balance?"): (
        t(
            "Interest accrues every day on what you still owe. The balance is the "
            "principal; the payoff adds the interest up to that day, and any open "
            "fees."
        )
    ),
    t("When does a payment count?"): (
        t(
            "A payment made before 7 pm Eastern on a banking day counts that day, "
            "otherwise on the next banking day. A bank debit takes about four "
            "banking days to settle; it still counts from the day you made it."
        )
    ),
    t("Where does my money go?"): (
        t(
            "First to the interest that has accrued, then to the principal of what "
            "is due, then to open charges and fees. Whatever is left lowers the "
            "principal at once."
        )
    ),
    t("What if I cannot pay?"): (
        t(
            "Look before the due date: there are ways to move a payment that a "
            "missed payment takes away. Each stands there with what it costs, and "
            "nobody has to telephone."
        )
    ),
    t("I see something that I did not do"): t(
        "Report it at once, below: it is stopped before anybody asks you anything. Then change your"
        " password, or freeze your sign-in."
    ),
}


WAYS = (
    (t("Trouble paying?"), routes.HARDSHIP),
    (t("Another due date"), routes.CHANGE_DUE_DATE),
    (t("Move a payment to the end"), routes.EXTENSION),
    (t("Ask for something else"), routes.ASK),
    (t("I did not authorize this"), routes.REPORT),
)


def help_page() -> rx.Component:
    return shell(
        routes.HELP,
        t("Help"),
        rx.el.div(
            _person(),
            _ready(),
            _questions(),
            _device(),
            _reading(),
            class_name=GRID,
        ),
        about=FrameState.about,
        loaded=HelpState.loaded,
        skeleton=_placeholder(),
    )


def _person() -> rx.Component:
    contact = brand.BRAND
    return card(
        card_title(t("Talk to a person")),
        rx.el.p(t(contact.support_hours), class_name="mt-1 text-body text-muted"),
        rx.el.div(
            action_link(
                rx.icon("phone", size=16, aria_hidden="true"),
                contact.support_phone,
                href=brand.telephone(),
            ),
            rx.cond(
                FrameState.shared == "",  # a delegate has no conversations
                action_link(
                    rx.icon("message-square", size=16, aria_hidden="true"),
                    t("Write or chat"),
                    href=routes.MESSAGES,
                    look="quiet",
                ),
            ),
            class_name="mt-5 grid gap-2 sm:flex",
        ),
        rx.el.p(HelpState.there, class_name="mt-3 text-body"),
        rx.el.dl(
            _way_to_write(
                t("E-mail"),
                text_link(
                    contact.support_email,
                    href=f"mailto:{contact.support_email}",
                    class_name=STANDS_ALONE,
                ),
            ),
            _way_to_write(t("By mail"), f"{contact.legal_entity}, {contact.address}"),
            class_name="mt-4 grid gap-2 text-body",
        ),
        rx.el.p(
            t("An e-mail is not sealed. What concerns your contract is safer in a message here."),
            class_name="mt-4 text-note text-muted",
        ),
        class_name="lg:col-span-7",
    )


def _way_to_write(label: Text, value: Text | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="text-note text-muted"),
        rx.el.dd(value, class_name="wrap-anywhere"),
    )


def _ready() -> rx.Component:
    return rx.el.div(
        call_card((t("Vehicle"), HelpState.vehicle), (t("VIN"), HelpState.vin)),
        rx.el.p(
            t("Another contract of yours is missing?"),
            " ",
            text_link(t("Add a contract"), href=routes.ADD_CONTRACT),
            class_name="mt-3 text-note text-muted",
        ),
        class_name="lg:col-span-5",
    )


def _questions() -> rx.Component:
    return card(
        card_title(t("Asked most")),
        rx.el.div(
            *[_question(question, answer) for question, answer in QUESTIONS.items()],
            class_name="mt-2 divide-y divide-line",
        ),
        rx.cond(
            FrameState.shared == "",  # whom the contract does not bind asks for nothing
            rx.el.ul(
                *[rx.el.li(_way(words, route)) for words, route in WAYS],
                class_name=WAYS_LIST,
            ),
        ),
        class_name="lg:col-span-7",
    )


def _device() -> rx.Component:
    return card(
        card_title(t("This device")),
        rx.el.div(
            scheme_choice("scheme-help"),
            sign_out_form(),
            rx.el.div(
                sign_out_everywhere_form(),
                rx.el.p(
                    t("Ends every session of yours, on every device."),
                    class_name="mt-1.5 text-note text-muted",
                ),
            ),
            class_name="mt-4 grid gap-5",
        ),
        class_name="lg:col-span-5",
    )


def _reading() -> rx.Component:
    return card(
        card_title(t("To read")),
        further(class_name="mt-3"),
        rx.el.p(
            text_link(
                t("Fees of your contract"),
                href=f"{routes.CONTRACT_FEES}{FrameState.query}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-2 text-body",
        ),
        class_name="lg:col-span-12",
    )


def _placeholder() -> rx.Component:
    return waiting(skeleton("h-48 lg:col-span-7"), skeleton("h-48 lg:col-span-5"), class_name=GRID)


def _question(question: str, answer: str) -> rx.Component:
    return rx.el.details(
        rx.el.summary(question, class_name="cursor-pointer py-3 text-body font-medium"),
        rx.el.p(answer, class_name="pb-4 text-body text-muted"),
    )


def _way(words: str, route: str) -> rx.Component:
    href = f"{route}{FrameState.query}"
    return text_link(words, href=href, class_name=f"{STANDS_ALONE} text-body")
