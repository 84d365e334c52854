"""The help page knows who is asking, and about which contract."""

import reflex as rx

from finance_portal import clock
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class HelpState(rx.State):
    """What to have ready for a call."""

    loaded: bool = False
    vehicle: str = ""
    vin: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show what a person at the telephone will ask for."""
        account = await chosen_account(self, borrower, clock.business_now())
        self.vehicle = account.vehicle if account else ""
        self.vin = f"VIN ending {account.vin_ending}" if account else ""
        self.loaded = True
