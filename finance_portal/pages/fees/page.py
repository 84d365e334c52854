"""Fees: which there are at all, for everybody; and the amounts of one's own contract."""

import reflex as rx

from finance_portal.pages.fees.state import FeesState
from finance_portal.pages.fees.views import Fee
from finance_portal.ui import routes
from finance_portal.ui.controls import STANDS_ALONE, text_link
from finance_portal.ui.feedback import no_contract, skeleton, waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.reading import link_to, points, reading_page, section
from finance_portal.ui.shell import shell
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t


def fees() -> rx.Component:
    return reading_page(
        routes.FEES,
        t("Fees"),
        section(
            t("What costs nothing"),
            points(
                t("Paying from a bank account: once, on a later day, or by autopay."),
                t("Paying by telephone, by check, or as a guest."),
                t("Payoff letters, statements, receipts and copies, here or on paper."),
                t("Paying early, and paying off."),
                t("Another due date, or a payment moved to the end; interest goes on, of course."),
            ),
        ),
        section(
            t("What your contract may charge"),
            t("The amounts are those of your contract, and never more than its state allows."),
            points(
                t(
                    "A late charge, once for an installment that is not paid when the days of grace"
                    " are over. A charge that is open makes no other one."
                ),
                t("A fee for a payment that your bank sends back. None when the fault is ours."),
                t(
                    "A fee for paying with a card, where your contract names one. It is shown"
                    " before you confirm, and a bank account stays free."
                ),
                t(
                    "At the end of a lease: the disposition fee when you return the vehicle, the"
                    " purchase option fee when you buy it, excess miles and excess wear."
                ),
            ),
            link_to(t("The amounts of your contract"), routes.CONTRACT_FEES),
        ),
        section(
            t("How to avoid them"),
            points(
                t("Autopay pays in time by itself, and makes the last payment, too."),
                t("See that the money is in the account two banking days before a debit."),
                t("Are you short of money? Say so before the due date: there are ways."),
            ),
            link_to(t("Trouble paying?"), routes.HARDSHIP),
        ),
        section(
            t("A fee looks wrong to you?"),
            t(
                "Ask us. Beside each charge in your account stands how it was worked out. If we"
                " were wrong, we take it back with all that came of it."
            ),
        ),
        lead=t("No fee comes as a surprise: you see it before you agree to it."),
    )


def contract_fees() -> rx.Component:
    return shell(
        routes.CONTRACT_FEES,
        t("Fees of your contract"),
        rx.cond(FeesState.found, _card(), no_contract()),
        about=FrameState.about,
        loaded=FeesState.loaded,
        skeleton=waiting(skeleton("h-72")),
    )


def _card() -> rx.Component:
    return card(
        card_title(t("What your contract may charge")),
        rx.el.dl(rx.foreach(FeesState.lines, _fee), class_name="mt-2 divide-y divide-line"),
        rx.el.p(
            text_link(t("All about fees"), href=routes.FEES, class_name=STANDS_ALONE),
            class_name="mt-3 text-body",
        ),
        class_name="max-w-2xl",
    )


def _fee(each: Fee) -> rx.Component:
    return rx.el.div(
        rx.el.dt(each.title, class_name="font-medium"),
        rx.el.dd(each.amount, class_name="font-semibold"),
        rx.el.dd(each.words, class_name="col-span-2 text-note text-muted"),
        class_name="grid grid-cols-[1fr_auto] gap-x-6 py-3.5",
    )
