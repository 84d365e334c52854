"""What the profile page is made of."""

from finance_portal.pages.profile.components._paper import paperless_card
from finance_portal.pages.profile.components._people import language_row, name_rows
from finance_portal.pages.profile.components._phones import email_row, phones_row, texts_row
from finance_portal.pages.profile.components._places import garaging_row, history, mailing_row
from finance_portal.pages.profile.components._privacy import credit_card, more_card, privacy_card

__all__ = [
    "credit_card",
    "email_row",
    "garaging_row",
    "history",
    "language_row",
    "mailing_row",
    "more_card",
    "name_rows",
    "paperless_card",
    "phones_row",
    "privacy_card",
    "texts_row",
]
