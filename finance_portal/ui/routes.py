"""The address of every page and form. Pages link by these, never by importing each other."""

WELCOME = "/"
SIGN_IN = "/sign-in"
VERIFY = "/verify"
TROUBLE = "/trouble"
REGISTER = "/register"
REGISTER_CODE = "/register/code"
REGISTER_FINISH = "/register/finish"
RECOVER = "/recover"
RECOVER_USER_NAME = "/recover/user-name"
USER_NAME_SENT = f"{RECOVER_USER_NAME}?sent=yes"
RECOVER_CODE = "/recover/code"
RECOVER_PROVE = "/recover/prove"
RECOVER_PASSWORD = "/recover/password"  # noqa: S105 an address
RECOVER_FACTORS = "/recover/factors"
NOT_ME = "/not-me"
TERMS = "/terms"
PRIVACY = "/privacy"
E_SIGN = "/e-sign"
OVERVIEW = "/overview"
PAY = "/pay"
RECEIPT = "/receipt"
SCHEDULED = "/scheduled"
HISTORY = "/history"
SCHEDULE = "/schedule"
ON_A_DAY = "/on-a-day"
WHAT_IF = "/what-if"
REMINDERS = "/reminders"
AUTOPAY = "/autopay"
PAYOFF = "/payoff"
AFTER_PAYOFF = "/after-payoff"
LEASE_END = "/lease-end"
BALLOON = "/balloon"
CHANGE_DUE_DATE = "/change-due-date"
EXTENSION = "/extension"
HARDSHIP = "/hardship"
REQUESTS = "/requests"
MESSAGES = "/messages"
DOCUMENTS = "/documents"
HELP = "/help"
SECURITY = "/security"
SECURE = "/secure"
CONFIRM = "/confirm"
ADD_CONTRACT = "/add-contract"
ADD_CONTRACT_CODE = "/add-contract/code"
METHODS = "/methods"
GUEST = "/pay-as-guest"
GUEST_REVIEW = "/pay-as-guest/review"
CHECK_DOCUMENT = "/check-a-document"
NOT_FOUND = "/404"

SIGNED_IN = frozenset(
    {
        OVERVIEW,
        PAY,
        RECEIPT,
        SCHEDULED,
        HISTORY,
        SCHEDULE,
        ON_A_DAY,
        WHAT_IF,
        REMINDERS,
        DOCUMENTS,
        HELP,
        SECURITY,
        SECURE,
        METHODS,
        AUTOPAY,
        PAYOFF,
        AFTER_PAYOFF,
        LEASE_END,
        BALLOON,
        CHANGE_DUE_DATE,
        EXTENSION,
        HARDSHIP,
        REQUESTS,
        MESSAGES,
    }
)

BEFORE_SIGN_IN = frozenset(
    {WELCOME, SIGN_IN, TROUBLE, REGISTER, RECOVER, RECOVER_USER_NAME, TERMS, PRIVACY, E_SIGN}
    | {GUEST, CHECK_DOCUMENT}
)

LANGUAGE_FORM = "/auth/language"
SIGN_IN_FORM = "/auth/sign-in"
SIGN_OUT_FORM = "/auth/sign-out"
SIGN_OUT_EVERYWHERE_FORM = "/auth/sign-out-everywhere"
VERIFY_FORM = "/auth/verify"
CONFIRM_FORM = "/auth/confirm"
PASSKEY_SIGN_IN_FORM = "/auth/passkey/sign-in"
PASSKEY_SIGN_IN_ANSWER = "/auth/passkey/sign-in/answer"
VERIFY_PASSKEY_FORM = "/auth/verify/passkey"
VERIFY_PASSKEY_ANSWER = "/auth/verify/passkey/answer"
CONFIRM_PASSKEY_FORM = "/auth/confirm/passkey"
CONFIRM_PASSKEY_ANSWER = "/auth/confirm/passkey/answer"
PASSWORD_ADVICE = "/auth/password-advice"  # noqa: S105 an address
NOT_ME_FORM = "/auth/not-me"
SECURITY_PASSWORD_FORM = "/auth/security/password"  # noqa: S105 an address
SECURITY_USER_NAME_FORM = "/auth/security/user-name"
SECURITY_EMAIL_FORM = "/auth/security/email"
SECURITY_EMAIL_CODE_FORM = "/auth/security/email/code"
SECURITY_PHONE_FORM = "/auth/security/phone"
SECURITY_PHONE_CODE_FORM = "/auth/security/phone/code"
SECURITY_APP_FORM = "/auth/security/authenticator"
SECURITY_APP_CODE_FORM = "/auth/security/authenticator/confirm"
SECURITY_PASSKEY_FORM = "/auth/security/passkey"
SECURITY_PASSKEY_ANSWER = "/auth/security/passkey/answer"
SECURITY_RECOVERY_CODES_FORM = "/auth/security/recovery-codes"
SECURITY_NUMBER_FORM = "/auth/security/number"
SECURITY_NOT_ME_FORM = "/auth/security/not-me"
REGISTER_FORM = "/auth/register"
REGISTER_CODE_FORM = "/auth/register/code"
REGISTER_FINISH_FORM = "/auth/register/finish"
ACCESS_TEST = "/auth/register/access-test.pdf"
RECOVER_FORM = "/auth/recover"
RECOVER_USER_NAME_FORM = "/auth/recover/user-name"
RECOVER_CODE_FORM = "/auth/recover/code"
RECOVER_PROVE_FORM = "/auth/recover/prove"
RECOVER_PASSKEY_FORM = "/auth/recover/passkey"
RECOVER_PASSKEY_ANSWER = "/auth/recover/passkey/answer"
RECOVER_IDENTITY_FORM = "/auth/recover/identity"
RECOVER_FINISH_FORM = "/auth/recover/finish"
RECOVER_FACTORS_FORM = "/auth/recover/factors"
ADD_CONTRACT_FORM = "/auth/add-contract"
ADD_CONTRACT_CODE_FORM = "/auth/add-contract/code"
METHODS_ADD_FORM = "/auth/methods/add"
METHODS_DEPOSITS_FORM = "/auth/methods/deposits"
GUEST_FORM = "/auth/guest"
GUEST_PAY_FORM = "/auth/guest/pay"
GUEST_RECEIPT = "/auth/guest/receipt.pdf"  # of what was paid on this way
AUTOPAY_COPY = "/auth/autopay/copy.pdf"  # `?ref=` of the authorization
SCHEDULE_CSV = "/auth/schedule.csv"  # `?account=` of the contract
DOCUMENT = "/auth/document.pdf"  # `?ref=` of the document
RECEIPT_COPY = "/auth/receipt.pdf"  # `?ref=` of the payment
CHECK_DOCUMENT_FORM = "/auth/check-a-document"
MESSAGES_START_FORM = "/auth/messages/start"
MESSAGES_WRITE_FORM = "/auth/messages/write"
MESSAGES_FILE_FORM = "/auth/messages/file"  # `?for=` of the thread, or "new"
ATTACHMENT = "/auth/messages/attachment"  # `?ref=` of the file
TRANSCRIPT = "/auth/messages/transcript.pdf"  # `?ref=` of the thread
CALL_PIN_FORM = "/auth/call-pin"
DOCUMENT_KEYS = "/.well-known/document-keys.json"
SANDBOX_OUTBOX = "/_sandbox/outbox"
SANDBOX_CALENDAR = "/_sandbox/calendar"

ACCOUNT = "account"  # the query parameter that says which contract a page is about
REF = "ref"
CHOICE = "choice"
ON = "on"  # the day on which it is to be paid
FOR = "for"
NEW = "new"  # a thread that is still to be written
CHANGE = "change"  # the scheduled payment that the pay page is to change


def of_account(route: str, ref: str) -> str:
    """Return the address of a page about one contract."""
    return f"{route}?{ACCOUNT}={ref}"


def of_receipt(ref: str) -> str:
    """Return the address of a payment's receipt."""
    return f"{RECEIPT}?{REF}={ref}"


def of_receipt_copy(ref: str) -> str:
    """Return the address of a payment's receipt as a sealed document."""
    return f"{RECEIPT_COPY}?{REF}={ref}"


def of_scheduled(account: str, ref: str) -> str:
    """Return the address of the scheduled payments, with one that has just been set."""
    return f"{SCHEDULED}?{ACCOUNT}={account}&{REF}={ref}"


def of_thread(ref: str) -> str:
    """Return the address of a thread of messages."""
    return f"{MESSAGES}?{REF}={ref}"


def over(why: str) -> str:
    """Return the address of sign-in that says why one is there."""
    return f"{SIGN_IN}?over={why}"


def of_confirm(purpose: str, back: str) -> str:
    """Return the address of the step-up for a purpose, which leads back to a page."""
    return f"{CONFIRM}?for={purpose}&next={back}"
