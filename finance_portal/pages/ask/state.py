"""Ask for something: what there is, the form of one kind, and the request that comes of it."""

import asyncio
from typing import cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.pages.ask import views
from finance_portal.services.asking import ask
from finance_portal.services.asking.answers import AskRefused
from finance_portal.services.asking.catalogue import KINDS
from finance_portal.services.relief.service import ServiceRefused
from finance_portal.services.requests import RequestOpen, new_form_token
from finance_portal.services.security.desk import Act
from finance_portal.ui import routes
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

FORM = "asking"  # the id of a heading, which takes the focus


class AskState(rx.State):
    """What can be asked for on a contract. What is typed never travels to the browser again."""

    loaded: bool = False
    found: bool = False
    kinds: rx.Field[list[views.Link]] = rx.field(default_factory=list)
    elsewhere: rx.Field[list[views.Link]] = rx.field(default_factory=list)
    view: views.FormView = views.FormView()
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    _contract: str = ""
    _kind: str = ""
    _token: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show what can be asked for, or the form that the address names."""
        now = clock.business_now()
        account = await chosen_account(self, borrower, now)
        self._contract, self._token = account.ref if account else "", new_form_token()
        self.found, self.errors, self.view = account is not None, {}, views.FormView()
        if account:
            offered = await asyncio.to_thread(
                ask.offered,
                database,
                borrower_id=borrower.borrower_id,
                contract_ref=account.ref,
                today=now.date(),
            )
            wanted = self.router.url.query_parameters.get(routes.KIND, "")
            self._kind = wanted if wanted in offered.kinds else ""
            self.kinds = views.directory(offered.kinds, account.ref)
            self.elsewhere = views.elsewhere(account.ref)
            if self._kind:
                self.view = views.form(self._kind, offered.items, now.date())
        self.loaded = True

    @borrower_event(temporal=True)
    async def ask(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Send it. Sent twice, it is one."""
        if not (self.found and self._kind):
            return []
        self.errors = {}
        try:
            await asyncio.to_thread(
                ask.ask,
                database,
                Act(borrower, client_of(self), clock.now()),
                contract_ref=self._contract,
                form_token=self._token,
                kind=self._kind,
                typed=form,
                now=clock.business_now(),
            )
        except (AskRefused, ServiceRefused) as refusal:
            return [self._refused(refusal.field, str(refusal))]
        except RequestOpen:
            said = say("This was asked for before, and it is still open. See your requests.")
            return [cast("EventSpec", SessionState.tell("error", said))]
        self._token = new_form_token()
        said = say("We have your request. You can follow it here.")
        return [
            cast("EventSpec", SessionState.tell("success", said)),
            rx.redirect(routes.of_account(routes.REQUESTS, self._contract)),
        ]

    def _refused(self, field: str, said: str) -> EventSpec:
        self.errors = {field: said}
        looks = {each.name: each.look for each in KINDS[self._kind].questions}
        stands_alone = looks.get(field) in {None, "choice"}
        return rx.set_focus(f"{field}-error" if stands_alone else field)
