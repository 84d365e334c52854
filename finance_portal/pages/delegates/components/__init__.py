"""What the page of people with access is made of."""

from finance_portal.pages.delegates.components._frame import GRID, MAIN, SIDE, news, placeholder
from finance_portal.pages.delegates.components._mine import mine_card
from finance_portal.pages.delegates.components._people import invite_card, people_card
from finance_portal.pages.delegates.components._quotes import quote_card

__all__ = [
    "GRID",
    "MAIN",
    "SIDE",
    "invite_card",
    "mine_card",
    "news",
    "people_card",
    "placeholder",
    "quote_card",
]
