"""A payment in the making: the choice, the review, the click."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.rights import Right
from finance_portal.gateways import live
from finance_portal.pages.pay import ordering, reading, views
from finance_portal.services import payments
from finance_portal.services.client import Client
from finance_portal.services.payment_methods import MethodNotFound
from finance_portal.services.payments import PaymentOrder, PaymentRefused, Purpose, Requoted
from finance_portal.services.scheduled import ScheduledNotFound
from finance_portal.ui import routes
from finance_portal.ui.forms import FormRefused, read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.shared import Shown

CHOOSE, REVIEW = "choose", "review"  # the ids of the headings, which take the focus
TYPED = frozenset({"amount", "pay_on", "principal"})  # fields that take the focus when refused
CHOSEN = frozenset({"choice", "when", "method"})  # of these, what is said takes it

SHOWN = Shown(Right.PAY, "pay")


class PayState(rx.State):
    """One payment, from the choice to the click."""

    loaded: bool = False
    found: bool = False
    is_reviewing: bool = False
    is_paying: bool = False
    view: views.Choices = views.Choices()
    preview: views.Preview = views.Preview()
    typed: str = ""  # the other amount, as it was typed
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    _contract: str = ""
    _instead_of: str = ""  # the scheduled payment that is being changed
    _order: PaymentOrder | None = None

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Offer what can be paid on the contract that the address names."""
        account = await chosen_account(self, borrower, clock.business_now(), SHOWN)
        self._contract = account.ref if account else ""
        self.found = account is not None
        self._forget()
        if account:
            await self._offer(borrower, await self._wanted(borrower))
        self.loaded = True

    @borrower_event
    async def review_payment(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Show what the payment would do. Nothing is paid."""
        self.errors, self.typed = {}, read_text(form, "amount")
        try:
            order = reading.read_order(form, self.view, self._contract, self._instead_of)
            return await self._review(borrower, order)
        except FormRefused as refusal:
            return self._refuse(refusal.field, refusal)

    @borrower_event
    async def choose_way(self, borrower: SignedIn, purpose: str) -> None:
        """Show what the same amount does when it is applied in another way."""
        if self._order:
            wanted = replace(self._order, purpose=reading.read_purpose(purpose))
            await self._review(borrower, wanted)

    @borrower_event
    async def split_payment(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Show what the amount does when the borrower divides it."""
        if self._order is None:
            return None
        try:
            return await self._review(borrower, reading.read_split(form, self._order))
        except FormRefused as refusal:
            return self._refuse(refusal.field, refusal)

    @borrower_event
    async def change_payment(self, borrower: SignedIn) -> EventSpec:
        """Go back to the choice, with the same things chosen."""
        self.is_reviewing = False
        if order := self._order:
            wanted = views.Wanted(order.choice, order.method_ref, order.pay_on, self._instead_of)
            await self._offer(borrower, wanted)
        return rx.set_focus(CHOOSE)

    @borrower_event(temporal=True)
    async def make_payment(self, borrower: SignedIn) -> AsyncIterator[EventSpec | None]:
        """Pay what was reviewed, or set it for its day. Sent twice, it happens once."""
        if self._order is None or self.is_paying:
            return
        self.is_paying = True
        yield None
        try:
            address = await ordering.submit(
                database,
                borrower_id=borrower.borrower_id,
                order=self._order,
                now=clock.business_now(),
                client=Client(self.router.session.client_ip, self.router.headers.user_agent),
            )
        except Requoted as changed:
            self._show(changed.review, is_changed=True)
            yield rx.set_focus(REVIEW)
        except (PaymentRefused, MethodNotFound, ScheduledNotFound) as refusal:
            self.errors = {"form": str(refusal)}
            self.is_reviewing = False
            yield rx.set_focus(CHOOSE)
        else:
            self._forget()
            yield rx.redirect(address)
        finally:
            self.is_paying = False

    async def _wanted(self, borrower: SignedIn) -> views.Wanted:
        """Return what the page's address asks for: a choice, or a scheduled payment to change."""
        asked = self.router.url.query_parameters
        if not (ref := asked.get(routes.CHANGE, "")):
            pay_on = reading.day_of(asked.get(routes.ON, ""), clock.business_now().date())
            return views.Wanted(asked.get(routes.CHOICE, ""), pay_on=pay_on)
        try:
            row = await ordering.to_change(
                database, borrower_id=borrower.borrower_id, ref=ref, now=clock.business_now()
            )
        except ScheduledNotFound as refusal:
            self.errors = {"form": str(refusal)}
            return views.Wanted()
        self._instead_of, self.typed = row.ref, views.typed(row.amount)
        return views.Wanted(views.OTHER, row.method_ref, row.pay_on, row.ref)

    async def _offer(self, borrower: SignedIn, wanted: views.Wanted) -> None:
        found = await asyncio.to_thread(
            payments.choices,
            database,
            live.configured(),
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            now=clock.business_now(),
            instead_of=self._instead_of,
        )
        self.view = views.choices(found, wanted)

    async def _review(self, borrower: SignedIn, order: PaymentOrder) -> EventSpec | None:
        self.errors = {}
        try:
            review = await asyncio.to_thread(
                payments.review,
                database,
                borrower_id=borrower.borrower_id,
                order=order,
                now=clock.business_now(),
            )
        except (PaymentRefused, MethodNotFound) as refusal:
            field = getattr(refusal, "field", "method")
            is_split = order.purpose is Purpose.SPLIT and field == "amount"
            return self._refuse("principal" if is_split else field, refusal)
        was_reviewing = self.is_reviewing
        self._show(review)
        return None if was_reviewing else rx.set_focus(REVIEW)

    def _refuse(self, field: str, refusal: Exception) -> EventSpec | None:
        self.errors = {field: str(refusal)}
        if field != "principal":  # the field is on the form, not on the review
            self.is_reviewing = False
        if field in TYPED:
            return rx.set_focus(field)
        return rx.set_focus(f"{field}-error" if field in CHOSEN else CHOOSE)

    def _show(self, review: payments.Review, *, is_changed: bool = False) -> None:
        self._order = review.order
        self.preview = views.preview(review, is_changed=is_changed)
        self.is_reviewing = True

    def _forget(self) -> None:
        self._order, self._instead_of, self.errors, self.typed = None, "", {}, ""
        self.is_reviewing = self.is_paying = False
