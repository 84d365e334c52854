"""The parts of the page with messages."""

from finance_portal.pages.messages.components._conversation import conversation, new_conversation
from finance_portal.pages.messages.components._list import (
    by_other_ways,
    conversations,
    desk_line,
    invitation,
    missing,
    placeholder,
)
from finance_portal.pages.messages.components._places import ASIDE, GRID

__all__ = [
    "ASIDE",
    "GRID",
    "by_other_ways",
    "conversation",
    "conversations",
    "desk_line",
    "invitation",
    "missing",
    "new_conversation",
    "placeholder",
]
