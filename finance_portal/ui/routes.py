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
NOTIFICATIONS = "/notifications"
PREFERENCES = "/preferences"
AUTOPAY = "/autopay"
PAYOFF = "/payoff"
AFTER_PAYOFF = "/after-payoff"
LEASE_END = "/lease-end"
BALLOON = "/balloon"
CHANGE_DUE_DATE = "/change-due-date"
EXTENSION = "/extension"
HARDSHIP = "/hardship"
REQUESTS = "/requests"
ASK = "/ask"
REPORT = "/report"
MESSAGES = "/messages"
DOCUMENTS = "/documents"
HELP = "/help"
SETTINGS = "/settings"
SECURITY = "/security"
YOUR_DATA = "/your-data"
PROFILE = "/profile"
SECURE = "/secure"
CONFIRM = "/confirm"
ADD_CONTRACT = "/add-contract"
ADD_CONTRACT_CODE = "/add-contract/code"
METHODS = "/methods"
DELEGATES = "/delegates"
ACCESS_LOG = "/access-log"
INVITED = "/invited"
SHARED_QUOTE = "/shared-quote"
GUEST = "/pay-as-guest"
GUEST_REVIEW = "/pay-as-guest/review"
CHECK_DOCUMENT = "/check-a-document"
QUESTIONS = "/questions"
FEES = "/fees"
CONTRACT_FEES = "/contract-fees"
STAY_SAFE = "/stay-safe"
PRIVACY_NOTICE = "/privacy-notice"
COOKIES = "/cookies"
ACCESSIBILITY = "/accessibility"
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
        NOTIFICATIONS,
        PREFERENCES,
        DOCUMENTS,
        HELP,
        SETTINGS,
        SECURITY,
        YOUR_DATA,
        PROFILE,
        CONTRACT_FEES,
        SECURE,
        METHODS,
        DELEGATES,
        ACCESS_LOG,
        AUTOPAY,
        PAYOFF,
        AFTER_PAYOFF,
        LEASE_END,
        BALLOON,
        CHANGE_DUE_DATE,
        EXTENSION,
        HARDSHIP,
        REQUESTS,
        ASK,
        REPORT,
        MESSAGES,
    }
)

BEFORE_SIGN_IN = frozenset(
    {WELCOME, SIGN_IN, TROUBLE, REGISTER, RECOVER, RECOVER_USER_NAME, TERMS, PRIVACY, E_SIGN}
    | {GUEST, CHECK_DOCUMENT, INVITED, SHARED_QUOTE}
    | {QUESTIONS, FEES, STAY_SAFE, PRIVACY_NOTICE, COOKIES, ACCESSIBILITY}
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
REPORT_FREEZE_FORM = "/auth/report/freeze"
PROFILE_NAME_FORM = "/auth/profile/name"
PROFILE_ADDRESS_FORM = "/auth/profile/address"
PROFILE_PHONE_FORM = "/auth/profile/phone"
PROFILE_PAPERLESS_FORM = "/auth/profile/paperless"
PROFILE_PRIVACY_FORM = "/auth/profile/privacy"
PROFILE_ACCESS_TEST = "/auth/profile/access-test.pdf"
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
PREFERENCES_PUSH_FORM = "/auth/preferences/push"
PREFERENCES_TEXTS_FORM = "/auth/preferences/texts"
PREFERENCES_TEXTS_CODE_FORM = "/auth/preferences/texts/code"
AUTOPAY_COPY = "/auth/autopay/copy.pdf"  # `?ref=` of the authorization
SCHEDULE_CSV = "/auth/schedule.csv"  # `?account=` of the contract
INVITED_FORM = "/auth/invited"
INVITED_ACCEPT_FORM = "/auth/invited/accept"
SHARED_QUOTE_FORM = "/auth/shared-quote"
SHARED_QUOTE_LETTER = "/auth/shared-quote/letter.pdf"
QUOTE_LINK_FORM = "/auth/delegates/quote-link"
ACCESS_LOG_CSV = "/auth/access-log.csv"
DOCUMENT = "/auth/document.pdf"  # `?ref=` of the document
RECEIPT_COPY = "/auth/receipt.pdf"  # `?ref=` of the payment
YOUR_DATA_FORM = "/auth/your-data"
YOUR_DATA_BUNDLE = "/auth/your-data/bundle.zip"  # `?ref=` of the export
CALENDAR_FORM = "/auth/your-data/calendar"
CALENDAR_END_FORM = "/auth/your-data/calendar/end"
CALENDARS = "/calendar/"
CALENDAR = "/calendar/{secret}.ics"  # nobody signs in there: api/logs.py shows no secret
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
KIND = "kind"  # of what is asked for
PAYMENT, METHOD = "payment", "method"  # what is reported
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


def of_asking(kind: str) -> str:
    """Return the address of the form of one kind of request, for the first contract."""
    return f"{ASK}?{KIND}={kind}"


def of_thread(ref: str) -> str:
    """Return the address of a thread of messages."""
    return f"{MESSAGES}?{REF}={ref}"


def over(why: str) -> str:
    """Return the address of sign-in that says why one is there."""
    return f"{SIGN_IN}?over={why}"


def of_confirm(purpose: str, back: str) -> str:
    """Return the address of the step-up for a purpose, which leads back to a page."""
    return f"{CONFIRM}?for={purpose}&next={back}"
