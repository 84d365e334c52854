"""Which pages a delegate is shown, and the right that each takes. Every other one is not drawn."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from finance_portal.domain.rights import Right
from finance_portal.ui import routes

OPEN: Mapping[str, Right] = MappingProxyType(
    {
        routes.OVERVIEW: Right.SEE,
        routes.HISTORY: Right.SEE,
        routes.RECEIPT: Right.SEE,
        routes.SCHEDULE: Right.SEE,
        routes.ON_A_DAY: Right.SEE,
        routes.WHAT_IF: Right.SEE,
        routes.PAY: Right.PAY,
        routes.DOCUMENTS: Right.DOCUMENTS,
    }
)
PERSONAL = frozenset(
    {
        routes.HELP,
        routes.METHODS,
        routes.SETTINGS,
        routes.PROFILE,
        routes.PREFERENCES,
        routes.NOTIFICATIONS,
        routes.YOUR_DATA,
        routes.SECURITY,
        routes.SECURE,
        routes.DELEGATES,
        routes.ACCESS_LOG,
        routes.ADD_CONTRACT,
        routes.ADD_CONTRACT_CODE,
    }
)
"""Pages about whoever is signed in, not about a contract."""


class Shown(NamedTuple):
    """What a page shows of somebody else's contract: the right it takes, its name in the log."""

    right: Right
    what: str  # a key of services/access_log.py: WHAT
