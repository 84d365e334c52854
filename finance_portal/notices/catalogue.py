"""Every topic that a borrower is told about: in which ways it may go, and which nobody turns off.

Fixed is what the law has us send (copies of authorizations, notices before a debit changes, what
was charged or came back, papers that took the place of mail) and what protects the sign-in. Every
notice stands in the notification centre besides; codes are no notices and follow nobody's choice.
"""

from dataclasses import dataclass
from typing import Final, Literal

from finance_portal.language import sentence

Way = Literal["email", "text", "push"]
EMAIL: Final = "email"
TEXT: Final = "text"
PUSH: Final = "push"
ALL: tuple[Way, ...] = (EMAIL, TEXT, PUSH)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Notices that are chosen together."""

    key: str
    title: str
    about: str
    push: str  # all that a push message says: no amount, no name, no account
    page: str = ""  # where the centre leads when the notice itself leads nowhere
    ways: frozenset[Way] = frozenset(ALL)
    fixed: frozenset[Way] = frozenset()  # nobody turns these off
    usual: frozenset[Way] = frozenset(ALL)  # until they say otherwise


_MAIL_FIXED: frozenset[Way] = frozenset({EMAIL})
_MAIL: frozenset[Way] = frozenset({EMAIL})
_MAIL_AND_PUSH: frozenset[Way] = frozenset({EMAIL, PUSH})

DUE = Topic(
    key="due",
    title=sentence("A payment is due soon"),
    about=sentence("What is due and when, some days before, unless autopay takes it."),
    push=sentence("A payment is due soon."),
    page="/pay",
    usual=_MAIL_AND_PUSH,
)
AUTOPAY_COMING = Topic(
    key="autopay_coming",
    title=sentence("A larger autopay debit is coming"),
    about=sentence("Ten days before autopay debits more than the time before."),
    push=sentence("Your next autopay debit changes."),
    page="/autopay",
    fixed=_MAIL_FIXED,
)
AUTOPAY = Topic(
    key="autopay",
    title=sentence("Autopay changes"),
    about=sentence("Set up, changed, paused, stopped: with a copy of what you signed."),
    push=sentence("Something about your autopay has changed."),
    page="/autopay",
    fixed=_MAIL_FIXED,
)
PAYMENTS = Topic(
    key="payments",
    title=sentence("Payments and refunds"),
    about=sentence("A payment is posted, set for a later day, or canceled; a refund is sent."),
    push=sentence("There is news about a payment of yours."),
    page="/history",
    usual=_MAIL,
)
PROBLEMS = Topic(
    key="problems",
    title=sentence("A payment came back, or a charge was added"),
    about=sentence("What happened, what it costs, and what to do now."),
    push=sentence("A payment of yours needs your attention."),
    page="/history",
    fixed=_MAIL_FIXED,
)
PAPERS = Topic(
    key="papers",
    title=sentence("Statements and letters"),
    about=sentence("A new paper is among your documents."),
    push=sentence("A new document is ready."),
    page="/documents",
    ways=_MAIL_AND_PUSH,
    fixed=_MAIL_FIXED,
    usual=_MAIL,
)
REQUESTS = Topic(
    key="requests",
    title=sentence("Your requests"),
    about=sentence("A step is done, a decision is made, or your signature is needed."),
    push=sentence("There is news about a request of yours."),
    page="/requests",
    usual=_MAIL_AND_PUSH,
)
MESSAGES = Topic(
    key="messages",
    title=sentence("Messages from us"),
    about=sentence("Somebody has answered you."),
    push=sentence("You have a new message."),
    usual=_MAIL_AND_PUSH,
)
PAYOFF = Topic(
    key="payoff",
    title=sentence("Payoff and title"),
    about=sentence("Payoff letters, the end of your contract, and your title on its way."),
    push=sentence("There is news about your payoff or title."),
    page="/payoff",
    fixed=_MAIL_FIXED,
    usual=_MAIL,
)
LEASE = Topic(
    key="lease",
    title=sentence("The end of a lease or of a balloon loan"),
    about=sentence("What has to be decided by when, miles, readings and the final invoice."),
    push=sentence("There is news about the end of your contract."),
    page="/overview",
    fixed=_MAIL_FIXED,
    usual=_MAIL_AND_PUSH,
)
ACCOUNT = Topic(
    key="account",
    title=sentence("Your contract"),
    about=sentence("Changes of its terms or of what can be done with it."),
    push=sentence("There is news about your contract."),
    page="/overview",
    fixed=_MAIL_FIXED,
    usual=_MAIL,
)
SECURITY = Topic(
    key="security",
    title=sentence("Security of your sign-in"),
    about=sentence("New sign-ins, and every change of a password, contact or bank account."),
    push=sentence("There is news about the security of your sign-in."),
    page="/security",
    fixed=frozenset({EMAIL, TEXT}),
)

TOPICS: tuple[Topic, ...] = (
    DUE,
    AUTOPAY_COMING,
    AUTOPAY,
    PAYMENTS,
    PROBLEMS,
    PAPERS,
    REQUESTS,
    MESSAGES,
    PAYOFF,
    LEASE,
    ACCOUNT,
    SECURITY,
)
KINDS: dict[Topic, tuple[str, ...]] = {
    DUE: ("payment_due",),
    AUTOPAY_COMING: ("debit_announced",),
    AUTOPAY: (
        "autopay_signed",
        "autopay_changed",
        "autopay_moved",
        "debit_skipped",
        "autopay_paused",
        "autopay_resumed",
        "autopay_canceled",
        "autopay_stopped",
        "autopay_finished",
        "autopay_of_lease_finished",
    ),
    PAYMENTS: (
        "payment_received",
        "payment_scheduled",
        "scheduled_payment_changed",
        "payment_canceled",
        "refund_sent",
        "payment_reinstated",
        "guest_payment_made",
        "paid_for_you",
        "fee_waived",
        "credit_given",
    ),
    PROBLEMS: (
        "payment_not_taken",
        "late_charge_added",
        "payment_returned",
        "payment_disputed",
        "refund_failed",
    ),
    PAPERS: (
        "statement_ready",
        "statement_corrected",
        "interest_statement_ready",
        "paper_ready",
        "papers_ready",
        "paper_again",
    ),
    REQUESTS: ("request_moved", "signature_wanted", "agreement_made"),
    MESSAGES: ("new_message",),
    PAYOFF: (
        "quote_given",
        "quote_for_another",
        "buyout_given",
        "payoff_short",
        "quote_void",
        "set_payoff_void",
        "paid_off",
        "lien_released",
        "title_sent",
        "payoff_came_back",
    ),
    LEASE: (
        "lease_milestone",
        "balloon_milestone",
        "miles_bought",
        "lease_extended",
        "odometer_signed",
        "lease_invoice",
    ),
    ACCOUNT: (
        "rate_capped",
        "cap_ended",
        "co_borrower_died",
        "debits_stopped",
        "information_only",
        "restriction_ended",
        "paperless_given",
        "paperless_withdrawn",
        "privacy_limited",
        "privacy_allowed",
        "your_access_taken",
        "your_access_changed",
        "your_access_ended",
    ),
    SECURITY: (
        "signed_in_somewhere_new",
        "sign_ins_refused",
        "password_changed",
        "user_name_changed",
        "email_changed",
        "phone_changed",
        "authenticator_added",
        "authenticator_removed",
        "passkey_added",
        "passkey_removed",
        "recovery_codes_made",
        "recovery_code_used",
        "device_trusted",
        "number_revealed",
        "sign_in_frozen",
        "method_added",
        "method_removed",
        "method_ended",
        "registered_already",
        "registration_tried",
        "registered",
        "password_recovered",
        "factors_removed",
        "contract_added",
        "mailing_changed",
        "garaging_changed",
        "shown_name_changed",
        "phone_added",
        "phone_removed",
        "main_phone_changed",
        "access_offered",
        "access_taken",
        "access_changed",
        "access_ended",
        "quote_link_made",
        "export_asked",
        "export_ready",
        "calendar_shared",
        "sign_in_unlocked",
        "unauthorized_reported",
        "account_frozen",
    ),
}
ASKED_FOR = frozenset(
    {
        "sign_in_code",
        "confirm_code",
        "contact_code",
        "registration_code",
        "recovery_code",
        "factors_code",
        "contract_code",
        "invitation",
        "user_names",
        "texts_code",
        "texts_begun",
        "texts_stopped",
        "texts_help",
        "data_erased",
    }
)
"""What somebody has asked for a moment ago: it follows no choice, no STOP and no night."""

_TOPIC_OF = {kind: topic for topic, kinds in KINDS.items() for kind in kinds}
_BY_KEY = {topic.key: topic for topic in TOPICS}


def topic_of(kind: str) -> Topic:
    """Return the topic of a kind of notice; what is not in the table is about the contract."""
    return _TOPIC_OF.get(kind, ACCOUNT)


def topic(key: str) -> Topic:
    """Return a topic by its key. Raises KeyError."""
    return _BY_KEY[key]
