"""Whatever is put together at run time is said in the language of the tab: no words go past say."""

import ast
import re
from pathlib import Path

import pytest

PORTAL = Path("finance_portal")
SHARED = ("wording", "chart", "standing", "proof_views", "proof_codes", "way_state", "money")
SERVICES = ("guest_receipts", "payment_methods", "paper_titles", "receipts", "tracker")
IN_THE_STATE = sorted(
    [
        *(PORTAL / "services" / f"{name}.py" for name in SERVICES),
        *(PORTAL / "ui" / f"{name}.py" for name in SHARED),
        *(PORTAL / "pages").rglob("views.py"),
        *(PORTAL / "pages").rglob("views/*.py"),
        *(PORTAL / "pages").rglob("state.py"),
    ]
)
SAID_BY = {"say", "say_number", "sentence"}  # t marks what is built, no value
# Words that nobody is shown: what stands in a call of these, under these names, in these places.
UNSEEN_CALLS = {"join", "get", "getattr", "startswith", "endswith", "removeprefix", "removesuffix"}
UNSEEN_CALLS |= {"replace", "split", "partition", "compile", "debug", "info", "warning", "error"}
UNSEEN_NAMES = {"class_name", "reason", "event", "kind", "tone", "icon", "name", "id"}
UNSEEN_PLACES = (ast.Raise, ast.Assert, ast.Compare, ast.pattern, ast.arguments, ast.ImportFrom)
WORDS = re.compile(r"[A-Za-z][a-z]+[,.;:?!']* [A-Za-z]|^[A-Z][a-z]+\W*$|^[A-Z]-[a-z]+$")
STYLED = re.compile(r"(^| )[a-z]+-[a-z0-9]+( |$)")  # classes
PIECE = re.compile(r"(?<![\w/=&?.#-])[A-Za-z]{2,}(?![\w/=&#-]|\.\w)|^ [a-z]+ $")

# What is English or nobody's, and why.
UNITS = "the same in both languages"
OFFERED = "the page draws and marks its words; here only its keys count"
BOOKED = "kept in English with the method, and said whenever it is read"
ALLOWED = {
    ("pages/documents/views.py", "KINDS"): OFFERED,
    ("pages/history/views.py", "KINDS"): OFFERED,
    ("pages/history/views.py", "SORTS"): OFFERED,
    ("pages/messages/views.py", "{} KB"): UNITS,
    ("pages/messages/views.py", "{} MB"): UNITS,
    ("services/payment_methods.py", "BLOCKED"): BOOKED,
    ("services/payment_methods.py", "WHY_NOT"): BOOKED,
    ("services/payment_methods.py", "bank account"): BOOKED,
    ("services/payment_methods.py", "{} {} card"): BOOKED,
    ("ui/standing.py", "FOR_INFORMATION"): "standing() says what it is given",
    ("ui/standing.py", "STANDING"): "standing() says what it is given",
}


def of(file):
    """Return a file's name as the list of what is allowed has it."""
    return file.relative_to(PORTAL).as_posix()


@pytest.mark.parametrize("file", IN_THE_STATE, ids=of)
def test_every_sentence_made_at_run_time_is_said(file):
    tree = read(file.read_text())
    assert [words for words in unsaid(tree) if (of(file), words) not in ALLOWED] == []


@pytest.mark.parametrize("file", IN_THE_STATE, ids=of)
def test_a_sentence_that_is_kept_is_said_where_it_is_used(file):
    tree = read(file.read_text())
    assert [name for name in kept_and_not_said(tree) if (of(file), name) not in ALLOWED] == []


def test_what_is_allowed_is_still_there():
    gone = [
        (file, words)
        for file, words in ALLOWED
        if not {words}
        & {*unsaid(tree := read((PORTAL / file).read_text())), *kept_and_not_said(tree)}
    ]
    assert gone == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('label = "Past due"', ["Past due"]),
        ('label = "Quoted"', ["Quoted"]),
        ('label = say("Past due")', []),
        ('label = sentence("One" if one else "Two")', []),
        ('label = f"{first} to {last}"', ["{} to {}"]),
        ('label = say("{a} to {b}", a=f"{x}, {y}", b="Past due")', ["Past due"]),
        ('link = f"{route}?contract={ref}#form"', []),
        ('"""What it is."""', []),
        ('raise Refused("Not so fast.")', []),
        ('if kind == "Past due": pass', []),
        ('rows = {"Past due": 1}', []),
        ('box("mt-5 grid gap-2", class_name="Mine and yours")', []),
    ],
)
def test_words_for_people_are_told_from_others(source, found):
    assert list(unsaid(read(source))) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def view(kind): return WORDS[kind]", ["WORDS"]),
        ("def view(kind): return say(WORDS[kind])", []),
        ("def view(kind): return WORDS[kind].format(day=1)", ["WORDS"]),
        ("def view(kind):\n    title, text = WORDS[kind]\n    return say(title), say(text)", []),
        ("def view(kind): return ORDER[kind]", []),
    ],
)
def test_a_kept_sentence_is_told_from_another_constant(source, found):
    kept = 'WORDS = {"a": sentence("Past due")}\nORDER = {"a": 1}\n'
    assert list(kept_and_not_said(read(kept + source))) == found


def read(source):
    """Return a source as a tree whose nodes know what they stand in."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return tree


def unsaid(tree):
    """Yield the words for people that stand outside of what says them."""
    for node in ast.walk(tree):
        words = written(node)
        if words is not None and is_for_people(node, words) and not is_unseen(node):
            yield words


def written(node):
    """Return the text of a literal, its values as {}; None for whatever is no whole literal."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text and not isinstance(node.parent, ast.JoinedStr) else None


def is_for_people(node, words):
    pattern = PIECE if isinstance(node, ast.JoinedStr) or words.strip() != words else WORDS
    return pattern.search(words) is not None and not STYLED.search(words)


def is_unseen(node):
    """Tell whether nobody is shown a literal, or whether it is said."""
    child = node
    while (place := getattr(child, "parent", None)) is not None:
        if isinstance(place, UNSEEN_PLACES) or is_key_or_docstring(child, place):
            return True
        if isinstance(place, ast.Call) and is_no_text_of(child, place):
            return True
        if isinstance(place, ast.keyword) and place.arg in UNSEEN_NAMES:
            return True
        if isinstance(place, ast.stmt):
            return names_what_is_exported(place)
        child = place
    return False


def names_what_is_exported(place):
    return isinstance(place, ast.Assign) and name_of(place.targets[0]) == "__all__"


def is_no_text_of(child, call):
    unseen = name_of(call.func) in UNSEEN_CALLS and child is not call.func
    return unseen or (name_of(call.func) in SAID_BY and child in call.args)


def is_key_or_docstring(child, place):
    return (
        (isinstance(place, ast.Dict) and child in place.keys)
        or (isinstance(place, ast.Subscript) and child is place.slice)
        or (isinstance(place, ast.Expr) and isinstance(child, ast.Constant))
    )


def name_of(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def kept_and_not_said(tree):
    """Yield the constants made of sentences that a function uses and says nothing with."""
    kept = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and keeps_a_sentence(node)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            yield from sorted(names & kept if not names & {"say", "say_number"} else ())


def keeps_a_sentence(node):
    return any(
        isinstance(part, ast.Call) and name_of(part.func) == "sentence" for part in ast.walk(node)
    )
