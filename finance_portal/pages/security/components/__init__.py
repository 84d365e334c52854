"""What the security page is made of."""

from finance_portal.pages.security.components._access import access_card
from finance_portal.pages.security.components._contacts import email_row, phone_row
from finance_portal.pages.security.components._factors import (
    apps_row,
    passkeys_row,
    recovery_codes_row,
)
from finance_portal.pages.security.components._history import history_card
from finance_portal.pages.security.components._names import password_row, user_name_row
from finance_portal.pages.security.components._places import devices_list, sessions_list
from finance_portal.pages.security.components._rows import GRID, OpenPlace, group, placeholder
from finance_portal.pages.security.components._shown import numbers_list

__all__ = [
    "GRID",
    "OpenPlace",
    "access_card",
    "apps_row",
    "devices_list",
    "email_row",
    "group",
    "history_card",
    "numbers_list",
    "passkeys_row",
    "password_row",
    "phone_row",
    "placeholder",
    "recovery_codes_row",
    "sessions_list",
    "user_name_row",
]
