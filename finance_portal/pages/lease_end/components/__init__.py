"""The parts of the lease end page."""

from finance_portal.pages.lease_end.components._end import (
    GRID,
    bought_card,
    head_card,
    invoice_card,
    no_lease,
    timeline_card,
)
from finance_portal.pages.lease_end.components._miles import miles_card
from finance_portal.pages.lease_end.components._signing import odometer_form, sign_card
from finance_portal.pages.lease_end.components._steps import return_card, wear_guide
from finance_portal.pages.lease_end.components._ways import figures_card, prices_card, ways

__all__ = [
    "GRID",
    "bought_card",
    "figures_card",
    "head_card",
    "invoice_card",
    "miles_card",
    "no_lease",
    "odometer_form",
    "prices_card",
    "return_card",
    "sign_card",
    "timeline_card",
    "ways",
    "wear_guide",
]
