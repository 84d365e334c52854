"""The same promises of a processor, kept by Stripe itself in its test mode: with a person's key.

PORTAL_TEST_STRIPE_KEY=sk_test_... python -m pytest tests/gateways/test_live.py

Left out is what has to wait for a bank: Stripe's clock cannot be moved. Nothing of this has been
run yet: until somebody does, the portal is proven against the sandbox and the package's types only.
"""

import os
import secrets
from inspect import signature

import pytest

from finance_portal.gateways.live import processor
from finance_portal.settings import Settings
from tests.gateways import test_processors as promises

KEY = os.environ.get("PORTAL_TEST_STRIPE_KEY", "")
if not KEY.startswith(("sk_test_", "rk_test_")) or KEY.startswith("sk_test_sandbox"):
    pytest.skip("no key of Stripe's test mode: PORTAL_TEST_STRIPE_KEY", allow_module_level=True)

pytestmark = [pytest.mark.anyio, pytest.mark.enable_socket]

AT_ONCE = (
    promises.test_a_customer_is_made_once_per_key,
    promises.test_a_saved_card_tells_that_it_is_a_debit_card,
    promises.test_the_same_key_announces_one_payment,
    promises.test_the_same_key_for_another_amount_is_refused,
    promises.test_a_debit_card_is_charged_at_once,
    promises.test_a_declined_card_says_so_and_stays_declined,
    promises.test_a_card_that_is_declined_at_once_cannot_be_saved,
    promises.test_a_confirmed_payment_cannot_be_confirmed_again,
    promises.test_confirming_again_with_the_same_key_answers_the_same,
    promises.test_an_amount_that_no_processor_takes_is_refused,
    promises.test_an_unknown_payment_is_refused,
    promises.test_another_borrowers_method_is_refused,
)


class OfThisRun:
    """A processor whose keys are this run's own: Stripe remembers those of earlier runs."""

    def __init__(self, asked):
        self._asked = asked
        self._run = secrets.token_hex(8)

    def __getattr__(self, name):
        method = getattr(self._asked, name)
        if not callable(method) or "key" not in signature(method).parameters:
            return method
        return lambda *given, key, **more: method(*given, key=f"{self._run}-{key}", **more)


@pytest.mark.parametrize("promise", AT_ONCE, ids=lambda promise: promise.__name__)
async def test_stripe_itself_keeps_the_promise(promise):
    live = processor(Settings(processor="stripe", stripe_secret_key=KEY))

    await promise(promises.Counter(None, OfThisRun(live)))
