"""What every page knows of its session: that it ends, that it is over, what to tell."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass

import reflex as rx

from finance_portal.ui.session import SignedIn, borrower_event, internal_event

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Flash:
    """One message to the borrower. FlashBridge shows and announces it once."""

    level: str = "info"  # info, success or error
    text: str = ""
    n: int = 0

    @classmethod
    def of(cls, level: str, text: str) -> "Flash":
        """Return a message that differs from every one before it."""
        return cls(level, text, next(_numbers))


class SessionState(rx.State):
    """The session as the browser sees it. The row behind the cookie is the truth."""

    # "login", "expired", "signed-out", "way", "renewed", "shared" or "confirm:<purpose>":
    # SessionWatch leaves
    session_over: str = ""
    session_ending: bool = False  # two minutes are left
    flash: Flash = Flash()

    @borrower_event
    async def stay_signed_in(self, _borrower: SignedIn) -> None:
        """Count as activity: the guard has moved the session's clock already."""
        self.session_ending = False

    @internal_event
    async def tell(self, level: str, text: str) -> AsyncIterator[None]:
        """Show a message, and forget it so that a reload does not repeat it."""
        self.flash = Flash.of(level, text)
        yield
        self.flash = Flash()
