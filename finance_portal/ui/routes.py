"""The address of every page and form. Pages link by these, never by importing each other."""

WELCOME = "/"
SIGN_IN = "/sign-in"
OVERVIEW = "/overview"
PAY = "/pay"
RECEIPT = "/receipt"
HISTORY = "/history"
HELP = "/help"
NOT_FOUND = "/404"

SIGNED_IN = frozenset({OVERVIEW, PAY, RECEIPT, HISTORY, HELP})

SIGN_IN_FORM = "/auth/sign-in"
SIGN_OUT_FORM = "/auth/sign-out"
SIGN_OUT_EVERYWHERE_FORM = "/auth/sign-out-everywhere"
SANDBOX_CALENDAR = "/_sandbox/calendar"

ACCOUNT = "account"  # the query parameter that says which contract a page is about
REF = "ref"
CHOICE = "choice"


def of_account(route: str, ref: str) -> str:
    """Return the address of a page about one contract."""
    return f"{route}?{ACCOUNT}={ref}"


def of_receipt(ref: str) -> str:
    """Return the address of a payment's receipt."""
    return f"{RECEIPT}?{REF}={ref}"
