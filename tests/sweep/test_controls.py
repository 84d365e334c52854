"""What the sweep is worth: four designs that are wrong, in the same scenarios, are caught."""

import itertools

import pytest

from tests.sweep import designs
from tests.sweep.scene import Case

pytestmark = pytest.mark.anyio

CARD, BANK = "pm_card_visa_debit", "pm_usBankAccount_success"
ENDS = [None, ("confirmed", 1), ("stored", 1), ("submitting", 1), ("before commit", 1)]
FAULTS = [
    None,
    ("create", "after", "error"),
    ("create", "after", "saved_error"),
    ("create", "after", "drop"),
    ("create", "before", "error"),
]


def scenarios(token, *, webhooks):
    return [
        Case(token, kill, fault, webhooks=webhooks)
        for kill, fault in itertools.product(ENDS, FAULTS)
    ]


CONTROLS = {
    "confirm at once": (designs.confirm_at_once, scenarios(CARD, webhooks=False)[1:4]),
    "confirm at once with a key": (
        designs.confirm_at_once_with_a_key,
        scenarios(CARD, webhooks=False)[2:3],
    ),
    "no reconciliation": (
        designs.without_reconciliation,
        scenarios(BANK, webhooks=False)[::8],
    ),
    "believing the news": (designs.believing_the_news, [Case(BANK, webhooks=True, late=True)]),
}
SHARED = list(dict.fromkeys(itertools.chain(*(cases for _, cases in CONTROLS.values()))))


@pytest.mark.parametrize("case", SHARED, ids=str)
async def test_the_good_design_is_never_caught(case, on_sqlite, monkeypatch):
    await on_sqlite.live(case, monkeypatch)

    await on_sqlite.assert_money_is_right(case.token)


WRONG = [
    pytest.param(design, case, id=f"{name}-{case}")
    for name, (design, cases) in CONTROLS.items()
    for case in cases
]


@pytest.mark.parametrize(("design", "case"), WRONG)
async def test_a_wrong_design_is_caught(design, case, on_sqlite, monkeypatch):
    design(monkeypatch, on_sqlite)

    await on_sqlite.live(case, monkeypatch)

    with pytest.raises(AssertionError):
        await on_sqlite.assert_money_is_right(case.token)
