"""How a contract stands, in the words and tones that all pages share."""

from finance_portal.language import say, sentence
from finance_portal.services.accounts import Account
from finance_portal.ui.surfaces import Tone

MONTH_TO_MONTH = "month_to_month"
STANDING: dict[str, tuple[str, Tone]] = {
    "current": (sentence("Current"), "good"),
    "past_due": (sentence("Past due"), "danger"),
    "paid_ahead": (sentence("Paid ahead"), "good"),
    "paid_off": (sentence("Paid off"), "calm"),
    "first_bill": (sentence("First bill to come"), "info"),
    MONTH_TO_MONTH: (sentence("Month to month"), "info"),
}
FOR_INFORMATION: tuple[str, Tone] = (sentence("For information"), "calm")  # on a hold (1.22)
KIND = {
    "loan": sentence("Auto loan"),
    "lease": sentence("Lease"),
    "balloon": sentence("Balloon loan"),
}


def standing(account: Account) -> tuple[str, Tone]:
    """Return the word and the tone for how a contract stands."""
    words, tone = _standing(account)
    return say(words), tone


def _standing(account: Account) -> tuple[str, Tone]:
    if account.restricted.read_only:
        return FOR_INFORMATION
    goes_on = account.lease is not None and account.lease.extended_months > 0
    if goes_on and account.standing == "current":
        return STANDING[MONTH_TO_MONTH]
    return STANDING[account.standing]


def name_of(account: Account) -> str:
    """Return "Auto loan ••4821"."""
    return f"{say(KIND[account.kind])} {account.number_masked}"
