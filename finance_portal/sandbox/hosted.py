"""The hosted page on which a test account or a test card is saved: chosen from a list.

Nobody can type a number here, so that nobody can type a real one.
"""

from dataclasses import dataclass

from finance_portal.sandbox import checkout_sessions, payment_methods, setup_intents, tokens
from finance_portal.sandbox.refusals import Refusal
from finance_portal.sandbox.store import Store, Thing

ONLINE = {"customer_acceptance": {"type": "online"}}


@dataclass(frozen=True)
class Choice:
    """One line of the list. `deposits` is how the account is verified, "" for at once."""

    name: str
    token: str
    words: str
    deposits: str | None = None


class PageOver(Exception):
    """There is nothing to do on this page any more."""


class ChoiceRefused(Exception):
    """What was chosen cannot be saved. The message is fit for whoever looks at the page."""


def _bank(short: str, words: str, *, name: str = "", deposits: str | None = None) -> Choice:
    return Choice(name or short, f"{tokens.BANK_PREFIX}{short}", words, deposits)


def _card(short: str, words: str) -> Choice:
    return Choice(short, f"{tokens.CARD_PREFIX}{short}", words)


BANKS = (
    _bank("success", "pays"),
    _bank("savings", "a savings account that pays"),
    _bank(
        "successByCode",
        "pays, once a code sent with a small deposit is typed (SM11AA)",
        name="success-code",
        deposits="descriptor_code",
    ),
    _bank(
        "successByAmounts",
        "pays, once two small deposits are typed (32 and 45 cents)",
        name="success-amounts",
        deposits="amounts",
    ),
    _bank(
        "failMicrodeposits",
        "takes no deposits, so it is never verified",
        name="failMicrodeposits-code",
        deposits="descriptor_code",
    ),
    _bank("insufficientFunds", "not enough money: R01"),
    _bank("accountClosed", "closed: R02"),
    _bank("noAccount", "does not exist: R03"),
    _bank("debitNotAuthorized", "its owner did not authorize the debit: R10"),
    _bank("dispute", "pays, and takes it back twenty banking days later"),
    _bank("weeklyLimitExceeded", "above the limit of a week"),
    _bank("invalidCurrency", "has another currency"),
    _bank("processing", "is processed for ever"),
)
CARDS = (
    _card("visa_debit", "pays"),
    _card("mastercard_debit", "pays"),
    _card("visa", "a credit card"),
    _card("mastercard_prepaid", "a prepaid card"),
    _card("chargeCustomerFail", "is saved, then declined"),
    _card("chargeDeclined", "declined at once"),
    _card("visa_chargeDeclinedInsufficientFunds", "declined at once: not enough money"),
    _card("chargeDeclinedExpiredCard", "declined at once: expired"),
    _card("authenticationRequired", "its holder has to be asked each time"),
    _card("createDispute", "pays, and takes it back a minute later"),
)


def open_session(store: Store, session_id: str) -> Thing:
    """Return a session whose page can be used. Raises PageOver."""
    session = store.find(checkout_sessions.KIND, session_id)
    if session is None or session["status"] != "open":
        raise PageOver("This page is over. Go back to where you came from and start again.")
    return session


def choices(session: Thing) -> list[Choice]:
    """Return what can be saved on this visit."""
    types = session["payment_method_types"]
    return [
        *(BANKS if tokens.BANK in types else ()),
        *(CARDS if tokens.CARD in types else ()),
    ]


def last4(choice: Choice) -> str:
    """Return the last four digits of a test account or card."""
    is_bank = tokens.kind_of(choice.token) == tokens.BANK
    return (tokens.bank(choice.token) if is_bank else tokens.card(choice.token)).last4


def save(store: Store, session_id: str, name: str) -> str:
    """Save what was chosen; return where the browser goes. Raises PageOver, ChoiceRefused.

    What a declined card leaves behind is kept: this must not run in a transaction of its own.
    """
    session = open_session(store, session_id)
    chosen = next((one for one in choices(session) if one.name == name), None)
    if chosen is None:
        raise ChoiceRefused("Choose one of the list.")
    with store.transaction():
        refusal = _try(store, session, chosen)
        if refusal is None:
            checkout_sessions.complete(store, session)
    if refusal is not None:
        raise ChoiceRefused(f"{refusal} Choose another one.")
    return checkout_sessions.way_back(session)


def _try(store: Store, session: Thing, chosen: Choice) -> Refusal | None:
    intent = store.get(setup_intents.KIND, session["setup_intent"])
    method = payment_methods.from_token(store, chosen.token)
    setup_intents.choose(intent, method)
    acceptance = ONLINE["customer_acceptance"]
    try:
        setup_intents.confirmed(store, intent, acceptance, deposits=chosen.deposits)
    except Refusal as refusal:
        return refusal
    return None
