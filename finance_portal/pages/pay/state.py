"""A payment in the making: the choice, the review, the click."""

import asyncio
from collections.abc import AsyncIterator

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.cents import AmountRefused, Cents, parse_dollars
from finance_portal.gateways import live
from finance_portal.pages.pay import views
from finance_portal.services import payments
from finance_portal.services.payment_methods import MethodNotFound
from finance_portal.services.payments import PaymentOrder, PaymentRefused, Requoted
from finance_portal.ui import routes
from finance_portal.ui.forms import FormRefused, read_choice, read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event

REVIEW = "review"  # the id of the review's heading, which takes the focus


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
    _amounts: dict[str, Cents] = rx.field(default_factory=dict, is_var=False)
    _order: PaymentOrder | None = None

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Offer what can be paid on the contract that the address names."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract = account.ref if account else ""
        self.found = account is not None
        self._forget()
        if account:
            wanted = self.router.url.query_parameters.get(routes.CHOICE, "")
            await self._offer(borrower, wanted)
        self.loaded = True

    @borrower_event
    async def review_payment(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Show what the payment would do. Nothing is paid."""
        self.errors, self.typed = {}, read_text(form, "amount")
        try:
            order = self._read(form)
            review = await asyncio.to_thread(
                payments.review,
                database,
                borrower_id=borrower.borrower_id,
                order=order,
                now=clock.business_now(),
            )
        except (FormRefused, PaymentRefused) as refusal:
            self.errors = {refusal.field: str(refusal)}
            return rx.set_focus("amount") if refusal.field == "amount" else None
        except MethodNotFound as refusal:
            self.errors = {"method": str(refusal)}
            return None
        self._show(review)
        return rx.set_focus(REVIEW)

    @borrower_event
    async def change_payment(self, borrower: SignedIn) -> None:
        """Go back to the choice, with the same things chosen."""
        self.is_reviewing = False
        if chosen := self._order:
            await self._offer(borrower, chosen.choice, chosen.method_ref)

    @borrower_event(temporal=True)
    async def make_payment(self, borrower: SignedIn) -> AsyncIterator[EventSpec | None]:
        """Pay what was reviewed. Sent twice, it pays once."""
        if self._order is None or self.is_paying:
            return
        self.is_paying = True
        yield None
        try:
            ref = await payments.make_payment(
                database,
                live.configured(),
                borrower_id=borrower.borrower_id,
                order=self._order,
                now=clock.business_now(),
                ip=self.router.session.client_ip,
                user_agent=self.router.headers.user_agent,
            )
        except Requoted as changed:
            self._show(changed.review, is_changed=True)
        except (PaymentRefused, MethodNotFound) as refusal:
            self.errors = {"form": str(refusal)}
            self.is_reviewing = False
        else:
            self._forget()
            yield rx.redirect(routes.of_receipt(ref))
        finally:
            self.is_paying = False

    async def _offer(self, borrower: SignedIn, wanted: str, method: str = "") -> None:
        found = await asyncio.to_thread(
            payments.choices,
            database,
            live.configured(),
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            now=clock.business_now(),
        )
        self._amounts = {option.choice: option.amount for option in found.options}
        self.view = views.choices(found, wanted=wanted, method=method)

    def _read(self, form: dict[str, str]) -> PaymentOrder:
        """Return what the form asks to pay. Raises FormRefused."""
        choice = read_choice(
            form, "choice", {*self._amounts, views.OTHER}, "Choose how much you want to pay."
        )
        return PaymentOrder(
            form_token=payments.new_form_token(),
            contract_ref=self._contract,
            choice=choice,
            amount=_typed_amount(self.typed) if choice == views.OTHER else self._amounts[choice],
            method_ref=read_text(form, "method"),
        )

    def _show(self, review: payments.Review, *, is_changed: bool = False) -> None:
        self._order = review.order
        self.preview = views.preview(review, is_changed=is_changed)
        self.is_reviewing = True

    def _forget(self) -> None:
        self._order, self.errors, self.typed = None, {}, ""
        self.is_reviewing = self.is_paying = False


def _typed_amount(typed: str) -> Cents:
    try:
        return parse_dollars(typed)
    except AmountRefused as refusal:
        raise FormRefused("amount", str(refusal)) from refusal
