import pytest
import reflex as rx

from finance_portal.ui.words import around
from tools import speaking
from tools.steps import Refused

SPANISH = {
    "Sign in": "Iniciar sesión",
    "Pay {amount}": "Pagar {amount}",
    'Say "hello"': 'Diga `hola` y "adiós" a $${x}',
    "Tea & milk": "Té & leche",
    "the rest": "el resto",
    "{who}, call {phone}": "{who}: al {phone} se llama",
}


@pytest.fixture
def client(tmp_path):
    """What a build leaves behind: a page, its script, and what is the same everywhere."""
    for name, text in {
        "index.html": '<html lang="en"><script src="/assets/a.js"></script>{%Sign in%}</html>',
        "assets/a.js": 'import("./b.js");const t="{%Sign in%}",u=["assets/b.js"]',
        "assets/b.js": "export default 1",
        "external/c.js": "say('{%Pay {amount}%}')",
        "fonts/f.woff2": "font",
        "index.html.br": "packed",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return tmp_path


def english(text, kind=".js"):
    return speaking.spoken(text, kind, str)


def spanish(text, kind=".js"):
    return speaking.spoken(text, kind, lambda sentence: SPANISH.get(sentence, sentence))


def test_a_mark_becomes_its_sentence():
    assert english('"{%Sign in%}", "{%Other%}"') == '"Sign in", "Other"'
    assert spanish('"{%Sign in%}", "{%Other%}"') == '"Iniciar sesión", "Other"'


def test_a_blank_is_filled_with_the_value_that_stands_in_the_mark():
    assert spanish("<p>{%Pay {amount}%|amount=$1=1%}</p>", ".html") == "<p>Pagar $1=1</p>"
    assert spanish("{%Pay {amount}%|other=x%}", ".html") == "Pagar {amount}"


def test_a_mark_within_a_mark_is_spoken_first():
    assert spanish("{%Pay {amount}%|amount={%the rest%}%}", ".html") == "Pagar el resto"


def test_a_sentence_with_a_component_in_it_is_spoken_whole_and_told_in_pieces():
    before, _link, after = around("{who}, call {phone}", phone=rx.el.a("1-800"), who="Ana")

    assert (english(before), english(after)) == ("Ana, call ", "")
    assert (spanish(before), spanish(after)) == ("Ana: al ", " se llama")


def test_components_keep_the_order_of_their_blanks():
    first, second = rx.el.a("1"), rx.el.a("2")
    children = around("{one} and {other}.", other=second, one=first)

    assert children[1::2] == [first, second]
    assert [english(words) for words in children[::2]] == ["", " and ", "."]


def test_what_html_escapes_is_read_and_written_so():
    assert spanish("{%Tea &amp; milk%}", ".html") == "Té &amp; leche"
    assert english("{%a &lt;b&gt; &#x27;c&#x27;%}", ".html") == "a &lt;b&gt; &#x27;c&#x27;"


def test_what_scripts_escape_is_read_and_written_for_any_quotes():
    assert spanish(r'"{%Say \"hello\"%}"') == r'"Diga \`hola\` y \"adiós\" a $\${x}"'
    assert english(r"'{%It\u00e9s \x41 \u{42}\n%}'") == r"'Ités A B\n'"


def test_every_language_has_its_pages_and_what_they_are_made_of(client):
    speaking.speak(client, {"es": SPANISH})

    own = next(client.glob("assets/es-*")).relative_to(client)
    assert (client / "index.html").read_text().endswith(">Sign in</html>")
    assert (client / "es/index.html").read_text() == (
        f'<html lang="es"><script src="/{own}/assets/a.js"></script>Iniciar sesión</html>'
    )
    assert (client / own / "assets/a.js").read_text() == (
        f'import("./b.js");const t="Iniciar sesión",u=["{own}/assets/b.js"]'
    )
    assert (client / own / "external/c.js").read_text() == "say('Pagar {amount}')"
    assert (client / "external/c.js").read_text() == "say('Pay {amount}')"
    assert not (client / "es/fonts").exists()
    assert not list(client.rglob("es*/**/*.br"))


def test_other_words_have_another_address(client, tmp_path):
    speaking.speak(client, {"es": SPANISH})
    first = next(client.glob("assets/es-*")).name
    (client / "assets/a.js").write_text('"{%Sign in%}"')
    speaking.speak(client, {"es": {"Sign in": "Entrar"}})

    assert {each.name for each in client.glob("assets/es-*")} != {first}


def test_pages_without_marks_are_no_pages_of_ours(client):
    speaking.speak(client, {})
    with pytest.raises(Refused, match="without marked"):
        speaking.speak(client, {})
