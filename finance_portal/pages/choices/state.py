"""The settings know who is asking; what is chosen is read on the pages that they lead to."""

import reflex as rx

from finance_portal import clock
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class ChoicesState(rx.State):
    """Nothing of its own: the frame says the rest."""

    loaded: bool = False

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Fill the frame."""
        await chosen_account(self, borrower, clock.business_now())
        self.loaded = True
