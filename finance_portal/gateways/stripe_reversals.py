"""How money comes back from Stripe: refunds, disputes, and Stripe's own account of it all."""

from finance_portal.domain.cents import Cents
from finance_portal.gateways.processor import DisputeSeen, Movement, RefundSeen
from finance_portal.gateways.stripe_calls import StripeCalls, since
from finance_portal.gateways.stripe_readings import dispute_of, movement_of, refund_of


class StripeReversals(StripeCalls):
    """Refunds, disputes and movements. A refund does not say its mode: it is that of our key."""

    async def refund(
        self, intent_id: str, *, amount: Cents, refund_ref: str, key: str
    ) -> RefundSeen:
        """Send money back to where it came from. Refused while its payment is disputed."""
        made = self._v1.refunds.create_async(
            {
                "payment_intent": intent_id,
                "amount": amount,
                "metadata": {"refund_ref": refund_ref},
            },
            {"idempotency_key": key},
        )
        return refund_of(await self._asked(made), livemode=self.livemode)

    async def refund_seen(self, refund_id: str) -> RefundSeen:
        """Read a refund afresh."""
        read = self._v1.refunds.retrieve_async(refund_id)
        return refund_of(await self._asked(read), livemode=self.livemode)

    async def refunds(self, *, created_after: int) -> list[RefundSeen]:
        """Read every refund made at or after a unix second, newest first."""
        found = await self._listed(self._v1.refunds.list_async, created=since(created_after))
        return [refund_of(fields, livemode=self.livemode) for fields in found]

    async def dispute(self, dispute_id: str) -> DisputeSeen:
        """Read a dispute afresh."""
        return dispute_of(await self._asked(self._v1.disputes.retrieve_async(dispute_id)))

    async def disputes(self, *, created_after: int) -> list[DisputeSeen]:
        """Read every dispute opened at or after a unix second, newest first."""
        found = await self._listed(self._v1.disputes.list_async, created=since(created_after))
        return [dispute_of(fields) for fields in found]

    async def movements(self, *, created_after: int, created_before: int) -> list[Movement]:
        """Read Stripe's account of our money from one unix second until before another."""
        found = await self._listed(
            self._v1.balance_transactions.list_async, created=since(created_after, created_before)
        )
        return [movement_of(fields) for fields in found]
