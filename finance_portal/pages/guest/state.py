"""A guest, back from the processor's page: what they are about to pay, and what they paid."""

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.gateways import live
from finance_portal.pages.guest import views
from finance_portal.services import guest, guest_payments
from finance_portal.services.pre_auth import WayLost
from finance_portal.ui import routes
from finance_portal.ui.session import PreAuthView, pre_auth_event


class GuestState(rx.State):
    """One payment of a guest. Nothing of the account is here, and no number of the method."""

    loaded: bool = False
    view: views.GuestView = views.GuestView()

    @pre_auth_event
    async def load(self, way: PreAuthView) -> EventSpec | None:
        """Look at what was saved. Whoever comes back proves nothing."""
        if not guest.is_theirs(way):
            return rx.redirect(routes.over("way"))
        try:
            found = await guest_payments.review(
                database, live.configured(), way.ref, now=clock.business_now()
            )
        except WayLost:
            return rx.redirect(routes.over("way"))
        self.view = views.view(found)
        self.loaded = True
        return None
