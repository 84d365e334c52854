"""A borrower finds the debit on their statement under a name that they know."""

import pytest

from finance_portal.gateways.processor import IntentOrder
from finance_portal.gateways.stripe import descriptor_of
from finance_portal.settings import settings

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("name", "descriptor"),
    [
        ("Finance Portal", "FINANCE PORTAL"),
        ("Sam's <Best> Autos", "SAMS BEST AUTOS"),
        ("The Longest Name of Any Lender", "THE LONGEST NAME OF AN"),
        ("Ab", "VEHICLE PAYMENT"),
        ("1234567", "VEHICLE PAYMENT"),
        ("Crédit", "CRDIT"),
    ],
)
def test_a_name_fits_a_statement(name, descriptor):
    assert descriptor_of(name) == descriptor


@pytest.mark.parametrize(
    ("kind", "token", "field", "words"),
    [
        (
            "us_bank_account",
            "pm_usBankAccount_success",
            "statement_descriptor",
            descriptor_of(settings.brand.name),
        ),
        ("card", "pm_card_visa_debit", "statement_descriptor_suffix", "VEHICLE PAYMENT"),
    ],
)
async def test_each_debit_carries_it(world, kind, token, field, words):
    customer = await world.processor.create_customer(borrower_ref="B-1", key="c1")
    method = await world.processor.attach_method(customer=customer, token=token)
    order = IntentOrder("P-1", "L-1", 5_000, customer, method.id, kind, "Payment 1")
    intent = await world.processor.create_intent(order, key="k1")

    async with world.client() as client:
        kept = (await client.get(f"/v1/payment_intents/{intent.id}")).json()

    assert kept[field] == words
