"""The parts of the pages on another due date and on an extension."""

from typing import Any

import reflex as rx

from finance_portal.pages.relief.views import ChangeRow, ChoiceView, ProposalView, RowView
from finance_portal.ui import routes
from finance_portal.ui.controls import (
    CHOICE,
    LABEL,
    RADIO,
    STANDS_ALONE,
    Text,
    action_link,
    button,
    error_text,
    text_link,
)
from finance_portal.ui.feedback import empty_state, notice, skeleton, waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.signature import signature_form, words_to_sign
from finance_portal.ui.surfaces import Fact, card, card_title
from finance_portal.ui.tables import cell, heading, table
from finance_portal.ui.words import t
from finance_portal.ui.working import working

GRID = "grid grid-cols-1 items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"
AGREES = t("I have read this and agree to it.")


def choice_card(
    choices: Any, *, title_id: str, title: str, words: str, errors: Any, submit: Any
) -> rx.Component:
    """Draw the days, or months, to choose from. Nothing is signed by it."""
    return card(
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(
                    title,
                    id=title_id,
                    tab_index=-1,
                    class_name="mb-1 text-title font-semibold outline-none",
                ),
                rx.el.p(words, class_name="mb-3 text-body text-muted"),
                rx.el.div(rx.foreach(choices, _choice), class_name="grid gap-2 sm:grid-cols-2"),
                error_text(errors["choice"], name="choice"),
            ),
            button(t("See all that it does"), type="submit", size="large"),
            rx.el.p(
                t("Nothing is changed yet: next you see the whole new schedule."),
                class_name="-mt-2 text-center text-note text-muted",
            ),
            on_submit=submit,
            class_name="grid gap-5",
        ),
        class_name=MAIN,
    )


def review_card(
    proposal: ProposalView, *, title_id: str, is_fresh: Any, errors: Any, **acts: Any
) -> rx.Component:
    """Show what it does and the words, and take the signature."""
    return card(
        card_title(proposal.title, id=title_id),
        rx.cond(
            proposal.warning, notice(rx.el.p(proposal.warning), tone="warn", class_name="mt-3")
        ),
        rx.el.p(proposal.cost, class_name="mt-1 text-head font-semibold"),
        working(proposal.working, t("More interest in all"), class_name="mt-1"),
        rx.el.dl(rx.foreach(proposal.changes, _change), class_name="mt-4 grid gap-2.5 text-body"),
        rx.el.ul(
            rx.foreach(proposal.notes, rx.el.li),
            class_name="mt-4 grid list-disc gap-1.5 pl-5 text-body",
        ),
        rx.el.h3(t("What you sign"), class_name="mt-6 font-semibold"),
        words_to_sign(proposal.words),
        rx.cond(
            proposal.must_sign,
            _signature(proposal, is_fresh, errors, acts),
            notice(rx.el.p(t("You have signed. It waits for the others.")), class_name="mt-5"),
        ),
        rx.cond(
            proposal.can_withdraw,
            button(
                t("Take it back"), look="text", on_click=acts["withdraw"], class_name="mt-3 w-fit"
            ),
        ),
        rx.cond(
            proposal.can_disagree,
            button(
                t("I do not agree"), look="text", on_click=acts["disagree"], class_name="mt-3 w-fit"
            ),
        ),
        class_name=MAIN,
    )


def side(proposal: ProposalView) -> rx.Component:
    """Draw who signs, and the whole new schedule."""
    return rx.el.div(
        rx.cond(
            proposal.who,
            card(
                card_title(t("Everybody signs")),
                rx.el.dl(rx.foreach(proposal.who, _person), class_name="mt-3 grid gap-2.5"),
                rx.el.p(
                    t("If somebody does not sign in time, it lapses and nothing changes."),
                    class_name="mt-3 text-note text-muted",
                ),
            ),
        ),
        _schedule(proposal),
        class_name=f"grid grid-cols-1 gap-4 {SIDE}",
    )


def beside(other: str, other_href: str, words: str) -> rx.Component:
    """Draw what else there is, which may be cheaper."""
    return card(
        card_title(t("Before you choose")),
        rx.el.p(words, class_name="mt-2 text-body"),
        rx.el.div(
            text_link(other, href=f"{other_href}{FrameState.query}", class_name=STANDS_ALONE),
            text_link(
                t("All ways, with what they cost"),
                href=f"{routes.HARDSHIP}{FrameState.query}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-3 grid justify-items-start gap-2 text-body",
        ),
        class_name=SIDE,
    )


def refused(words: Text) -> rx.Component:
    """Say why nothing can be chosen, and what to do."""
    return rx.el.div(
        empty_state(
            rx.icon("calendar-x", size=32),
            t("Not possible at the moment"),
            words,
            rx.el.div(
                action_link(t("Ask for help"), href=f"{routes.HARDSHIP}{FrameState.query}"),
                action_link(
                    t("Your requests"), href=f"{routes.REQUESTS}{FrameState.query}", look="quiet"
                ),
                class_name="flex flex-wrap justify-center gap-2",
            ),
        ),
        id="refused",
        tab_index=-1,
        class_name="outline-none",
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton(f"h-[28rem] {MAIN}"), skeleton(f"h-64 {SIDE}"), class_name=GRID)


def _choice(choice: ChoiceView) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="choice", value=choice.value, class_name=RADIO),
        rx.el.span(
            rx.el.span(choice.title, class_name=LABEL),
            rx.el.span(choice.note, class_name="block text-note text-muted"),
        ),
        class_name=CHOICE,
    )


def _signature(
    proposal: ProposalView, is_fresh: Any, errors: Any, acts: dict[str, Any]
) -> rx.Component:
    back = rx.cond(
        proposal.is_waiting,
        rx.fragment(),
        button(t("Back"), look="quiet", size="large", on_click=acts["change"]),
    )
    return rx.cond(
        is_fresh,
        signature_form(
            back, agrees=AGREES, action=proposal.action, errors=errors, sign=acts["sign"]
        ),
        rx.el.div(
            action_link(t("Confirm it is you, then sign"), href=proposal.confirm, size="large"),
            back,
            class_name="mt-5 grid gap-2 sm:grid-cols-[1fr_auto]",
        ),
    )


def _change(row: ChangeRow) -> rx.Component:
    return rx.el.div(
        rx.el.dt(row.label, class_name="text-muted"),
        rx.el.dd(
            rx.cond(
                row.was,
                rx.fragment(
                    rx.el.span(t("Now"), " ", class_name="sr-only"),
                    row.was,
                    rx.el.span(" → ", aria_hidden="true", class_name="text-muted"),
                    rx.el.span(t(", then"), " ", class_name="sr-only"),
                ),
                rx.el.span(t("stays"), " ", class_name="text-muted"),
            ),
            rx.el.strong(row.becomes, class_name="font-semibold"),
            class_name="ml-auto text-right",
        ),
        class_name="flex flex-wrap justify-between gap-x-4",
    )


def _person(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="font-medium"),
        rx.el.dd(fact.value, class_name="text-right text-muted"),
        class_name="flex justify-between gap-4 text-body",
    )


def _schedule(proposal: ProposalView) -> rx.Component:
    return card(
        card_title(t("The whole new schedule")),
        rx.el.p(
            proposal.row_count,
            class_name="mt-0.5 text-note text-muted",
        ),
        rx.el.div(
            table(
                t("The new schedule"),
                [
                    heading(t("Due")),
                    heading(t("Payment"), is_number=True),
                    heading(t("Interest"), is_number=True),
                    heading(t("Balance"), is_number=True),
                ],
                rx.foreach(proposal.rows, _row),
            ),
            tab_index=0,
            role="region",
            aria_label=t("The new schedule, payment by payment"),
            class_name="mt-3 max-h-[32rem] overflow-auto",
        ),
    )


def _row(row: RowView) -> rx.Component:
    return rx.el.tr(
        cell(row.due),
        cell(row.payment, is_number=True),
        cell(row.interest, is_number=True, quiet=True),
        cell(row.balance, is_number=True, quiet=True),
    )
