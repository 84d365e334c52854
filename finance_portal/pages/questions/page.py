"""Questions and answers, by subject: each can be linked to, and is opened by itself."""

import reflex as rx

from finance_portal.pages.questions.asked import SUBJECTS, Question, Subject
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import STANDS_ALONE, text_link
from finance_portal.ui.reading import HEADING, link_to, reading_page
from finance_portal.ui.words import t


def questions() -> rx.Component:
    return reading_page(
        routes.QUESTIONS,
        t("Questions and answers"),
        _contents(),
        *[_subject(subject) for subject in SUBJECTS],
        brand.support(),
        lead=t("In plain words, about this portal as it works today."),
    )


def _contents() -> rx.Component:
    return rx.el.nav(
        rx.el.ul(
            *[
                rx.el.li(text_link(subject.title, href=f"#{subject.name}", class_name=STANDS_ALONE))
                for subject in SUBJECTS
            ],
            class_name="flex flex-wrap gap-x-5 gap-y-2 text-body",
        ),
        aria_label=t("Subjects"),
    )


def _subject(subject: Subject) -> rx.Component:
    return rx.el.section(
        rx.el.h2(subject.title, id=subject.name, class_name=f"{HEADING} scroll-mt-4"),
        rx.el.div(
            *[_question(each, subject) for each in subject.questions],
            class_name="mt-2 divide-y divide-line border-y border-line",
        ),
    )


def _question(each: Question, subject: Subject) -> rx.Component:
    return rx.el.details(
        rx.el.summary(each.asked, class_name="min-h-6 cursor-pointer py-3 text-body font-medium"),
        rx.el.div(
            *[rx.el.p(words) for words in each.answer],
            link_to(*each.link) if each.link else rx.fragment(),
            class_name="grid gap-2 pb-4 text-body text-muted",
        ),
        id=f"{subject.name}-{each.name}",
    )
