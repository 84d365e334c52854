import pytest

from finance_portal.services.client_tokens import NOBODY, ClientTokens, TabRefused

TAB = "9fdedc61-f455-466b-8f62-96d0206686a2"


@pytest.fixture
def tokens():
    return ClientTokens(b"key")


def issue(tokens, ref="a" * 24, tab=TAB, *, taken=()):
    return tokens.issue(ref, tab, is_taken=lambda token: token in taken)


def test_a_token_says_whose_it_is_and_hides_the_tab(tokens):
    token = issue(tokens)

    assert tokens.ref_of(token) == "a" * 24
    assert TAB not in token


def test_the_same_tab_and_session_keep_their_state(tokens):
    assert issue(tokens) == issue(tokens)


def test_a_token_says_in_which_language_its_tab_is(tokens):
    token = tokens.issue("a" * 24, TAB, "es", is_taken=set().__contains__)

    assert tokens.language_of(token) == "es"
    assert tokens.language_of(issue(tokens)) == "en"
    assert tokens.ref_of(token.replace("-es.", "-en.")) is None


def test_x1_another_session_or_nobody_has_another_state(tokens):
    assert len({issue(tokens), issue(tokens, "b" * 24), issue(tokens, NOBODY)}) == 3


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "anon",
        "a.b",
        "a.b.c",
        "a" * 24 + ".x",
        "é.é.é",
        "a" * 24 + "." + "0" * 16 + "." + "0" * 40,
    ],
)
def test_a_forged_token_is_nobodys(tokens, forged):
    assert tokens.ref_of(forged) is None


def test_a_token_of_another_key_is_nobodys(tokens):
    assert tokens.ref_of(issue(ClientTokens(b"other"))) is None


def test_a_session_cannot_be_swapped_into_a_token(tokens):
    token = issue(tokens, NOBODY)

    assert tokens.ref_of(token.replace(NOBODY, "a" * 24)) is None


@pytest.mark.parametrize(
    "tab", ["", "short", "x" * 36, "0" * 41, "0" * 8_000, f"{TAB}\n", "../" * 12]
)
def test_case_13_a_tab_that_no_browser_names_so_is_refused(tokens, tab):
    with pytest.raises(TabRefused):
        issue(tokens, tab=tab)


def test_a_copied_tab_gets_a_name_and_a_state_of_its_own(tokens):
    first = issue(tokens)
    second = issue(tokens, taken={first})
    name = tokens.new_name(second)

    assert first != second
    assert issue(tokens, tab=name) == second
    assert tokens.new_name(second) is None
    assert tokens.new_name(first) is None
