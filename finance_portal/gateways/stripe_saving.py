"""How accounts and cards are saved with Stripe: on its own page, verified, and forgotten again."""

from typing import TYPE_CHECKING

from finance_portal.domain.cents import Cents
from finance_portal.gateways.processor import (
    HostedVisit,
    MandateSeen,
    MethodKind,
    SavedMethod,
    Setup,
)
from finance_portal.gateways.stripe_calls import CURRENCY, StripeCalls
from finance_portal.gateways.stripe_readings import mandate_of, method_of, setup_of, visit_of

if TYPE_CHECKING:
    from stripe.params import SetupIntentVerifyMicrodepositsParams


class StripeSaving(StripeCalls):
    """Methods, and the permission that later debits stand on."""

    async def create_customer(self, *, borrower_ref: str, key: str) -> str:
        """Make the record of a borrower; nothing that tells who it is leaves the building."""
        fields = await self._asked(
            self._v1.customers.create_async(
                {"metadata": {"borrower_id": borrower_ref}}, {"idempotency_key": key}
            )
        )
        return str(fields["id"])

    async def attach_method(self, *, customer: str, token: str) -> SavedMethod:
        """Save a test token under a customer, with the mandate that later debits stand on."""
        setup = await self._asked(
            self._v1.setup_intents.create_async(
                {
                    "customer": customer,
                    "payment_method": token,
                    "allowed_payment_method_types": [_kind_of_token(token)],
                }
            )
        )
        saved = await self._asked(
            self._v1.setup_intents.confirm_async(
                setup["id"], {"mandate_data": {"customer_acceptance": {"type": "offline"}}}
            )
        )
        return await self.method(saved["payment_method"])

    async def method(self, method_id: str) -> SavedMethod:
        """Read a saved method."""
        return method_of(await self._asked(self._v1.payment_methods.retrieve_async(method_id)))

    async def begin_visit(
        self,
        *,
        customer: str,
        kind: MethodKind,
        reference: str,
        success_url: str,
        cancel_url: str,
        key: str,
    ) -> HostedVisit:
        """Open Checkout in its mode that only saves; nothing of ours runs on that page."""
        session = self._v1.checkout.sessions.create_async(
            {
                "mode": "setup",
                "currency": CURRENCY,
                "customer": customer,
                "client_reference_id": reference,
                "allowed_payment_method_types": [kind],
                "success_url": success_url,
                "cancel_url": cancel_url,
                "setup_intent_data": {"metadata": {"reference": reference}},
            },
            {"idempotency_key": key},
        )
        return visit_of(await self._asked(session))

    async def visit(self, visit_id: str) -> HostedVisit:
        """Read a visit afresh."""
        return visit_of(await self._asked(self._v1.checkout.sessions.retrieve_async(visit_id)))

    async def setup(self, setup_id: str) -> Setup:
        """Read the saving of a method afresh."""
        return setup_of(await self._asked(self._v1.setup_intents.retrieve_async(setup_id)))

    async def verify_deposits(
        self, setup_id: str, *, amounts: tuple[Cents, Cents] | None = None, code: str | None = None
    ) -> Setup:
        """Tell what arrived at the bank: two amounts, or the code beside one deposit."""
        told: SetupIntentVerifyMicrodepositsParams = {}
        if amounts is not None:
            told["amounts"] = list(amounts)
        if code is not None:
            told["descriptor_code"] = code
        verified = self._v1.setup_intents.verify_microdeposits_async(setup_id, told)
        return setup_of(await self._asked(verified))

    async def mandate(self, mandate_id: str) -> MandateSeen:
        """Read a mandate afresh."""
        return mandate_of(await self._asked(self._v1.mandates.retrieve_async(mandate_id)))

    async def detach(self, method_id: str) -> None:
        """Forget a method for good: it cannot be attached again."""
        await self._asked(self._v1.payment_methods.detach_async(method_id))


def _kind_of_token(token: str) -> MethodKind:
    return "us_bank_account" if token.startswith("pm_usBankAccount_") else "card"
