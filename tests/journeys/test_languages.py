"""The portal in Spanish: no page says a word of English, and nothing else is wrong with it."""

import re

import pytest
from playwright.sync_api import expect

from finance_portal.contents import PAGES
from finance_portal.language import LANGUAGES, SPANISH, catalogue, in_language
from finance_portal.ui import routes
from tests.journeys.acting import arrive
from tests.journeys.axe import look_at
from tests.journeys.conftest import DESKTOP, PATIENCE_MILLISECONDS, TELL_VIOLATIONS
from tools.visiting import PASSWORD, codes, next_code

# What is said to whoever looks and to whoever listens. What is English on purpose says so; what
# people wrote to each other, which runs as its own letters do, stays in their words.
SAID = """() => {
    const others = [...document.querySelectorAll('[lang="en"], [dir="auto"]')];
    others.forEach((each) => { each.style.display = "none"; });
    const said = document.body.innerText.split("\\n");
    for (const name of ["aria-label", "placeholder", "alt", "title"])
        for (const each of document.querySelectorAll(`[${name}]`))
            if (each.checkVisibility()) said.push(each.getAttribute(name));
    others.forEach((each) => { each.style.display = ""; });
    return [...said, ...document.title.split(" · ")];
}"""
ENGLISH_WORDS = re.compile(
    r"\b(the|and|you|your|yours|of|is|are|was|were|with|from|this|that|will|not|for|to|by|at|on|we"
    r"|our|it|its|be|can|or|if|when|what|how|here|there|have|been|paid|pay|due|an|as|any|all"
    r"|tue|wed|thu|fri|january|april|august|december)\b",
    re.IGNORECASE,
)
BLANK = re.compile(r"\{\w+\}")
WORDS = {one: own for one, own in catalogue(SPANISH).items() if own != one}
TRANSLATED = set(WORDS) - set(WORDS.values())  # also a single word, where it stands alone
LEAST = 3  # words that are Spanish by chance no more


@pytest.fixture(scope="module")
def in_spanish(browser, portal):
    """Open the browser of a borrower, or of nobody, who has chosen Spanish: in_spanish("elena")."""
    pages = {}

    def open_(who):
        if who not in pages:
            pages[who] = _choose_spanish(_browser(browser, portal), who)
        pages[who].set_viewport_size(DESKTOP)
        return pages[who]

    yield open_
    for page in pages.values():
        page.context.close()


def _browser(browser, portal):
    context = browser.new_context(base_url=portal, viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    context.add_init_script(TELL_VIOLATIONS)
    page = context.new_page()
    page.complaints = []
    context.on("weberror", lambda error: page.complaints.append(str(error.error)))
    context.on("console", lambda one: one.type == "error" and page.complaints.append(one.text))
    return page


def _choose_spanish(page, who):
    if who:
        arrive(page, who)
    else:
        page.goto("/")
    page.get_by_role("button", name=LANGUAGES[SPANISH]).locator("visible=true").first.click()
    expect(page.locator("html")).to_have_attribute("lang", SPANISH)
    return page


def visit(page, route):
    """Open a page with all that is folded on it, once nothing on it loads any more."""
    page.goto(route)
    look_through(page)


def look_through(page):
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    expect(page.get_by_text(in_language(SPANISH, "Loading"), exact=True)).to_have_count(0)
    page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")


def english_in(page):
    """Return every line of a page that is, or holds, something English."""
    lines = {" ".join(line.split()) for line in page.evaluate(SAID)}
    return sorted(line for line in lines if is_english(line))


def is_english(line):
    folded = line.casefold()
    return bool(
        line in TRANSLATED
        or "{%" in line  # marked, and told without being said
        or ENGLISH_WORDS.search(NAMES.sub("", line))
        or any(piece in folded for piece in PIECES)
    )


def pieces():
    """Return what of the sentences stands between their blanks, as far as it is long enough."""
    found = {piece.strip() for one in WORDS for piece in BLANK.split(one)}
    return {piece.casefold() for piece in found if len(piece.split()) >= LEAST}


PIECES = pieces()
NAMES = re.compile(r"\b(Bank of America)\b")


def check(page):
    assert page.locator("html").get_attribute("lang") == SPANISH
    assert english_in(page) == []
    look_at(page, ["light"])  # no language changes a colour
    assert page.complaints == []


# Pages that open only on a way there: they are met in the journeys at the end.
ON_A_WAY = {
    routes.VERIFY,
    routes.CONFIRM,
    routes.SECURE,
    routes.REGISTER_CODE,
    routes.REGISTER_FINISH,
    routes.RECOVER_CODE,
    routes.RECOVER_PROVE,
    routes.RECOVER_PASSWORD,
    routes.RECOVER_FACTORS,
    routes.ADD_CONTRACT_CODE,
    routes.GUEST_REVIEW,
    routes.RECEIPT,
}
BEST_SHOWN_BY = {
    routes.LEASE_END: "daniel",
    routes.BALLOON: "sofia",
    routes.AFTER_PAYOFF: "grace",
    routes.REQUESTS: "grace",
    routes.CHANGE_DUE_DATE: "james",
    routes.EXTENSION: "james",
    routes.HARDSHIP: "james",
}
MORE = {
    "marcus": [routes.OVERVIEW, routes.PAY, routes.PAYOFF, routes.HISTORY, routes.MESSAGES],
    "daniel": [routes.OVERVIEW, routes.PAYOFF, routes.MESSAGES],
    "sofia": [routes.OVERVIEW],
    "james": [routes.OVERVIEW],
    "grace": [routes.OVERVIEW, routes.PAYOFF, routes.DOCUMENTS],
    "owen": [routes.HISTORY, routes.SCHEDULE],
    "maya": [routes.OVERVIEW],
    "theo": [routes.OVERVIEW, routes.LEASE_END, routes.PROFILE],
    "rosa": [routes.OVERVIEW, routes.AUTOPAY],
}
ROUTES = [page.route for page in PAGES if page.route not in ON_A_WAY]
VISITS = [
    *((None, route) for route in ROUTES if route not in routes.SIGNED_IN),
    *((BEST_SHOWN_BY.get(route, "elena"), route) for route in ROUTES if route in routes.SIGNED_IN),
    *((who, route) for who, more in MORE.items() for route in more),
]


@pytest.mark.parametrize(("who", "route"), sorted(VISITS, key=str))
def test_no_page_says_anything_in_english(in_spanish, who, route):
    page = in_spanish(who)
    page.complaints.clear()
    visit(page, route)
    if route == routes.NOT_FOUND:
        assert ["404 (Not Found)" in each for each in page.complaints] == [True]
        page.complaints.clear()
    check(page)


@pytest.mark.parametrize(
    "line",
    ["Make a payment", "HOY: You paid $3.00 today.", "What your lender says", "Overview"],
)
def test_what_is_english_is_found(line):
    assert is_english(line)


@pytest.mark.parametrize("line", ["Haga un pago", "Total", "2024 Kia EV6 Wind", "Elena Marsh"])
def test_what_is_not_english_is_let_be(line):
    assert not is_english(line)


def send(page, **typed):
    """Fill in fields by their ids, and send the form that they are in."""
    for name, value in typed.items():
        page.locator(f"#{name.replace('_', '-')}").fill(value)
    page.locator("#content form", has=page.locator("input:visible")).first.locator(
        "button[type=submit]"
    ).first.click()


def send_code(page, before):
    send(page, code=next_code(page, before))


@pytest.fixture
def stranger(browser, portal):
    """A browser of its own that has chosen Spanish, and in which nobody is signed in."""
    page = _choose_spanish(_browser(browser, portal), None)
    yield page
    page.context.close()


def test_signing_in_and_confirming_are_spanish(stranger):
    page = stranger
    page.goto("/sign-in/")
    send(page, user_name="elena", password="not the right one")
    expect(page.get_by_role("alert").filter(has_text="coinciden")).to_be_visible()
    page.complaints.clear()  # the browser's own line about a 422
    check(page)
    send(page, user_name="elena", password=PASSWORD)
    page.wait_for_url(re.compile(r"/verify\b"))
    before = codes(page)
    page.get_by_role("button", name="Correo").wait_for()
    check(page)
    page.get_by_role("button", name="Correo").click()
    expect(page.locator("#code")).to_be_visible()
    check(page)
    send_code(page, before)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Elena")
    page.goto(f"{routes.CONFIRM}/?for=methods&next=/methods")
    look_through(page)
    check(page)


def test_registering_is_spanish(stranger):
    page = stranger
    page.goto("/register/")
    before = codes(page)
    send(page, account_number="5300184411", tax_id_last4="4311", vin="T9D01110")
    page.wait_for_url(re.compile(r"/register/code\b"))
    look_through(page)
    check(page)
    send_code(page, before)
    page.wait_for_url(re.compile(r"/register/finish\b"))
    look_through(page)
    check(page)


def test_a_forgotten_password_is_spanish(stranger):
    page = stranger
    page.goto("/recover/")
    before = codes(page)
    send(page, name="owen")
    page.wait_for_url(re.compile(r"/recover/code\b"))
    look_through(page)
    check(page)
    send_code(page, before)
    page.wait_for_url(re.compile(r"/recover/prove\b"))
    look_through(page)
    check(page)


def test_a_payment_of_a_guest_is_spanish(stranger):
    page = stranger
    page.goto("/pay-as-guest/")
    send(page, account_number="5300184408", zip="10009", amount="50.00")
    page.wait_for_url(re.compile(r"/checkout/"))
    page.locator('input[value="success"]').check()
    page.get_by_role("button", name="Save").click()  # the processor's page speaks English
    page.wait_for_url(re.compile(r"/pay-as-guest/review"))
    look_through(page)
    check(page)
    page.get_by_role("button", name=re.compile(r"\$50\.00")).click()
    page.wait_for_url(re.compile(r"paid=yes"))
    look_through(page)
    check(page)


def test_a_payment_and_its_receipt_are_spanish(in_spanish):
    page = in_spanish("elena")
    page.complaints.clear()
    visit(page, routes.PAY)
    page.locator('input[value="other"]').check()
    page.locator("#amount").fill("75.00")
    page.get_by_role("button", name=in_language(SPANISH, "Review payment")).click()
    expect(page.get_by_role("button", name=re.compile(r"\$75\.00"))).to_be_visible()
    check(page)
    page.get_by_role("button", name=re.compile(r"\$75\.00")).click()
    page.wait_for_url(re.compile(r"/receipt\b"))
    look_through(page)
    check(page)
