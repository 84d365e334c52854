"""The privacy notice: what is shared as a lender, why, and what one may limit (Reg P)."""

import reflex as rx

from finance_portal.documents.privacy_notice import REASONS, VERSION, Reason
from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.reading import link_to, points, reading_page, section
from finance_portal.ui.words import t

ENTITY = settings.brand.legal_entity
CELL = "px-3 py-2.5 align-top"
HEAD = f"{CELL} text-left text-chip font-semibold"


def privacy_notice() -> rx.Component:
    return reading_page(
        routes.PRIVACY_NOTICE,
        t("Privacy notice"),
        section(
            t("Why"),
            t(
                "Lenders choose how they share your personal information. The law lets you limit"
                " some of it, not all. It also has us tell you how we collect, share and protect"
                " it. Please read this notice."
            ),
        ),
        section(
            t("What"),
            t("What we collect and share depends on your contract. It can be:"),
            points(
                t("your social security or tax number, and your income"),
                t("your balance and your payment history"),
                t("your credit history and your credit scores"),
            ),
            t("When you are no longer our customer, we go on sharing as this notice says."),
        ),
        section(t("Reasons to share, and what you may limit"), _table()),
        section(
            t("To limit what we share"),
            t(
                "Choose it in your profile: it counts at once. Or call {phone}. Your choice stands"
                " until you change it, and counts for you alone.",
                phone=settings.brand.support_phone,
            ),
            link_to(t("Privacy choices, in your profile"), f"{routes.PROFILE}#privacy"),
        ),
        section(
            t("What we do"),
            points(
                t(
                    "We protect it: what is sensitive is encrypted, everybody signs in with a"
                    " second step, and every look and every change is written down."
                ),
                t(
                    "We collect it when you sign a contract, pay, write or call us, and from"
                    " credit bureaus."
                ),
                t(
                    "The law lets you limit only three kinds of sharing: what affiliates learn of"
                    " your creditworthiness, what they use to market to you, and what others use"
                    " to market to you. State laws may give you more."
                ),
            ),
        ),
        section(
            t("Words"),
            points(
                t("Affiliates are companies that belong to the same owner as we do."),
                t("We share with no company outside of that for marketing."),
                t("Joint marketing is an agreement of lenders to offer things together: none."),
            ),
        ),
        lead=t("What does {entity} do with your personal information?", entity=ENTITY),
        dated=t("Version {version}", version=VERSION),
    )


def _table() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(t("Why we can share"), scope="col", class_name=HEAD),
                    rx.el.th(t("Do we?"), scope="col", class_name=HEAD),
                    rx.el.th(t("Can you limit it?"), scope="col", class_name=HEAD),
                ),
                class_name="bg-surface2",
            ),
            rx.el.tbody(*[_row(each) for each in REASONS], class_name="divide-y divide-line"),
            class_name="w-full text-note",
        ),
        class_name="overflow-x-auto rounded-control border border-line",
        tab_index=0,
        role="region",
        aria_label=t("Reasons to share, and what you may limit"),
    )


def _row(reason: Reason) -> rx.Component:
    limit = t("Yes") if reason.choice else t("No")
    return rx.el.tr(
        rx.el.th(t(reason.words), scope="row", class_name=f"{CELL} text-left font-normal"),
        rx.el.td(t("Yes") if reason.is_shared else t("No"), class_name=CELL),
        rx.el.td(limit if reason.is_shared else t("We do not share"), class_name=CELL),
    )
