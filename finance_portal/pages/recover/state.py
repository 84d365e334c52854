"""The second proof of a recovery: what there is to choose from. No code comes here."""

import asyncio
from typing import Literal

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.services import proven_contacts
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.services.proofs import Proof
from finance_portal.services.recovery import ways_beside
from finance_portal.services.second_factor import SIGN_IN, Asking
from finance_portal.ui import routes
from finance_portal.ui.proof_codes import client_of, send_chosen
from finance_portal.ui.proof_views import SENT, ProofView, proof_views
from finance_portal.ui.session import (
    NobodySignedIn,
    PreAuthView,
    pre_auth_event,
    public_event,
    way_in,
)

Standing = Literal["", "ready", "nobody"]


class RecoverProveState(rx.State):
    """How somebody whose code has come back shows a second thing."""

    loaded: bool = False
    proofs: rx.Field[list[ProofView]] = rx.field(default_factory=list)
    chosen: str = ""  # a Proof; "" shows the list
    sent_to: str = ""  # masked
    sends: int = 0
    is_by_contract: bool = False  # the form for what stands in the contract is shown
    error: str = ""

    @pre_auth_event
    async def load(self, way: PreAuthView) -> EventSpec | None:
        """Offer what is left to show beside the code."""
        if way.journey is not Journey.RECOVERY or way.step is not Step.PROVE:
            return rx.redirect(routes.over("way"))
        self.proofs = await self._views(way)
        self.chosen, self.error = "", ""
        self.is_by_contract = not self.proofs
        self.loaded = True
        return None

    @pre_auth_event(temporal=True)
    async def choose_proof(self, way: PreAuthView, proof: str) -> EventSpec | None:
        """Ask for this proof; if it is one that is sent, send it."""
        ways = await asyncio.to_thread(ways_beside, database, way)
        await self._choose(way, next((each for each in ways if each == proof), None))
        return rx.set_focus("code") if self.chosen else None

    @pre_auth_event(temporal=True)
    async def send_again(self, way: PreAuthView) -> None:
        """Send another code; the one before it no longer works."""
        if self.chosen in SENT:
            await self._choose(way, Proof(self.chosen))

    @pre_auth_event
    async def offer_proofs(self, _way: PreAuthView) -> None:
        """Show all ways again."""
        self.chosen, self.error, self.is_by_contract = "", "", not self.proofs

    @pre_auth_event
    async def use_contract(self, _way: PreAuthView) -> None:
        """Ask for what stands in the contract instead."""
        self.chosen, self.error, self.is_by_contract = "", "", True

    async def _views(self, way: PreAuthView) -> list[ProofView]:
        ways = await asyncio.to_thread(ways_beside, database, way)
        contacts = await asyncio.to_thread(
            proven_contacts.masked_contacts, database, login_id=way.login_id or 0
        )
        return proof_views(ways, contacts)

    async def _choose(self, way: PreAuthView, proof: Proof | None) -> None:
        self.error, self.is_by_contract = "", False
        self.chosen = proof.value if proof else ""
        if proof not in SENT:
            return
        asking = Asking(way.ref, SIGN_IN, way.login_id or 0, client_of(self), clock.now())
        await send_chosen(self, asking, proof)


class LostFactorsState(rx.State):
    """Whether somebody has shown the password, which comes first."""

    standing: Standing = ""

    @public_event(reason="Whoever comes here without a password is told to begin with it.")
    async def load(self) -> None:
        """Tell whether the form can be used."""
        try:
            way = way_in()
        except NobodySignedIn:
            self.standing = "nobody"
        else:
            is_known = Proof.PASSWORD in way.proven and way.login_id is not None
            self.standing = "ready" if is_known else "nobody"
