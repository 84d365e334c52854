"""The step-up: what it is for, which ways count for that, and the code that is sent."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.notices.security import CONFIRMED
from finance_portal.services import proven_contacts
from finance_portal.services.proofs import Proof, Purpose
from finance_portal.services.step_up import StepUpRefused, live_step_ups
from finance_portal.ui import routes
from finance_portal.ui.proof_codes import client_of, send_chosen
from finance_portal.ui.proof_views import (
    SENT,
    ProofView,
    first_of,
    has_code,
    proof_views,
)
from finance_portal.ui.session import SignedIn, borrower_event

CODE = "code"  # the id of the field


class ConfirmState(rx.State):
    """How a signed-in borrower confirms who they are, for one purpose."""

    loaded: bool = False
    purpose: str = ""
    doing: str = ""  # the purpose in words
    refusal: str = ""  # why it cannot be confirmed at all
    proofs: rx.Field[list[ProofView]] = rx.field(default_factory=list)
    chosen: str = ""  # a Proof; "" shows the list
    sent_to: str = ""  # masked
    sends: int = 0  # codes that were sent: each starts the pause anew
    error: str = ""

    _for: str = ""  # the session and the purpose that all this is about

    @borrower_event
    async def load(self, borrower: SignedIn) -> EventSpec | None:
        """Offer the ways that count for what the address names, and begin with the best one."""
        wanted = self.router.url.query_parameters.get("for", "")
        purpose = next((each for each in Purpose if each == wanted), None)
        if purpose is None:
            return rx.redirect(routes.OVERVIEW)
        self.purpose, self.doing, self.refusal = purpose.value, say(CONFIRMED[purpose]), ""
        try:
            ways = await asyncio.to_thread(live_step_ups().ways, borrower, purpose, now=clock.now())
        except StepUpRefused as refusal:
            self.refusal = str(refusal)
        else:
            await self._offer(borrower, ways)
        self.loaded = True
        return None

    @borrower_event(temporal=True)
    async def choose_proof(self, borrower: SignedIn, proof: str) -> EventSpec | None:
        """Ask for this proof; if it is one that is sent, send it."""
        known = next((view.proof for view in self.proofs if view.proof == proof), None)
        await self._choose(borrower, Proof(known) if known else None)
        return rx.set_focus(CODE) if has_code(self.chosen) else None

    @borrower_event(temporal=True)
    async def send_again(self, borrower: SignedIn) -> None:
        """Send another code; the one before it no longer works."""
        if self.chosen in SENT:
            await self._choose(borrower, Proof(self.chosen))

    @borrower_event
    async def offer_proofs(self, _borrower: SignedIn) -> None:
        """Show all ways again."""
        self.chosen = self.error = ""

    async def _offer(self, borrower: SignedIn, ways: tuple[Proof, ...]) -> None:
        contacts = await asyncio.to_thread(
            proven_contacts.masked_contacts, database, login_id=borrower.login_id
        )
        self.proofs = proof_views(ways, contacts)
        if self._for != f"{borrower.session_id} {self.purpose}":
            self._for, self.sends = f"{borrower.session_id} {self.purpose}", 0
            await self._choose(borrower, first_of(ways))

    async def _choose(self, borrower: SignedIn, proof: Proof | None) -> None:
        self.error, self.chosen = "", proof.value if proof else ""
        if proof not in SENT or not self.purpose:
            return
        asking = live_step_ups().asking(
            borrower, Purpose(self.purpose), client_of(self), clock.now()
        )
        await send_chosen(self, asking, proof)
