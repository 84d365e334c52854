"""How a contract stands, in the words and tones that all pages share."""

from finance_portal.services.accounts import Account
from finance_portal.ui.surfaces import Tone
from finance_portal.ui.words import t

MONTH_TO_MONTH = "month_to_month"
STANDING: dict[str, tuple[str, Tone]] = {
    "current": (t("Current"), "good"),
    "past_due": (t("Past due"), "danger"),
    "paid_ahead": (t("Paid ahead"), "good"),
    "paid_off": (t("Paid off"), "calm"),
    "first_bill": (t("First bill to come"), "info"),
    MONTH_TO_MONTH: (t("Month to month"), "info"),
}
FOR_INFORMATION: tuple[str, Tone] = (t("For information"), "calm")  # on a hold (1.22)
KIND = {"loan": t("Auto loan"), "lease": t("Lease"), "balloon": t("Balloon loan")}


def standing(account: Account) -> tuple[str, Tone]:
    """Return the word and the tone for how a contract stands."""
    if account.restricted.read_only:
        return FOR_INFORMATION
    goes_on = account.lease is not None and account.lease.extended_months > 0
    if goes_on and account.standing == "current":
        return STANDING[MONTH_TO_MONTH]
    return STANDING[account.standing]


def name_of(account: Account) -> str:
    """Return "Auto loan ••4821"."""
    return f"{KIND[account.kind]} {account.number_masked}"
