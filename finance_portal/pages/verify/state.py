"""The second factor at sign-in: which way, and the code that is sent. Codes never come here."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.services import proven_contacts
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.services.proofs import Proof
from finance_portal.services.second_factor import SIGN_IN, Asking
from finance_portal.ui import routes
from finance_portal.ui.proof_codes import client_of, send_chosen
from finance_portal.ui.proof_views import (
    SENT,
    ProofView,
    first_of,
    has_code,
    proof_views,
)
from finance_portal.ui.session import PreAuthView, pre_auth_event

CODE = "code"  # the id of the field


class VerifyState(rx.State):
    """How somebody whose password was right confirms who they are."""

    loaded: bool = False
    proofs: rx.Field[list[ProofView]] = rx.field(default_factory=list)
    chosen: str = ""  # a Proof; "" shows the list
    sent_to: str = ""  # masked
    sends: int = 0  # codes that were sent: each starts the pause anew
    error: str = ""

    _way: str = ""  # the way in that all this is about

    @pre_auth_event
    async def load(self, way: PreAuthView) -> EventSpec | None:
        """Offer the ways, and begin with the best one. Coming back keeps what was chosen."""
        if way.journey is not Journey.SIGN_IN or way.step is not Step.VERIFY or not way.login_id:
            return rx.redirect(routes.over("way"))
        contacts = await asyncio.to_thread(
            proven_contacts.masked_contacts, database, login_id=way.login_id
        )
        self.proofs = proof_views(way.methods, contacts)
        if self._way != way.ref:
            self._way, self.sends = way.ref, 0
            await self._choose(way, first_of(way.methods))
        self.loaded = True
        return None

    @pre_auth_event(temporal=True)
    async def choose_proof(self, way: PreAuthView, proof: str) -> EventSpec | None:
        """Ask for this proof; if it is one that is sent, send it."""
        await self._choose(way, next((each for each in way.methods if each == proof), None))
        return rx.set_focus(CODE) if has_code(self.chosen) else None

    @pre_auth_event(temporal=True)
    async def send_again(self, way: PreAuthView) -> None:
        """Send another code; the one before it no longer works."""
        if self.chosen in SENT:
            await self._choose(way, Proof(self.chosen))

    @pre_auth_event
    async def offer_proofs(self, _way: PreAuthView) -> None:
        """Show all ways again."""
        self.chosen = self.error = ""

    async def _choose(self, way: PreAuthView, proof: Proof | None) -> None:
        self.error, self.chosen = "", proof.value if proof else ""
        if proof not in SENT:
            return
        asking = Asking(way.ref, SIGN_IN, way.login_id or 0, client_of(self), clock.now())
        await send_chosen(self, asking, proof)
