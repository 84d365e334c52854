"""What no browser of ours sends: the same junk for a handler each time, from its name as seed.

Every text in it holds CANARY, so that whoever writes it down is found out.
"""

import random
from typing import get_origin
from urllib.parse import urlencode

CANARY = "canary"

DEEP = 300
WIDE = 500
LONG = 20_001  # one more than a handler's text may have

TEXTS = (
    "",
    "' OR 1=1 --",
    "'; DROP TABLE payment; --",
    "%_%%",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{7*7}} ${7*7} #{7*7}",
    "__import__('os').system('id')",
    "../../../../etc/passwd",
    "%2e%2e%2f%00",
    "//evil.example",
    "javascript:alert(1)",
    "a\r\nSet-Cookie: __Host-sid=x",
    "\x1b[31mERROR all is lost",
    "\x00",
    "\ud800",
    "\u202egnp.exe",
    "\u0440\u0430ypal",
    "\uff21\uff24\uff2d\uff29\uff2e",
    "null",
    "NaN",
    "-1",
    "1e9",
    "1,000.00",
    "0x10",
    "9" * 400,
    "a!" * 5_000,
    "x" * LONG,
)
NAMES = (
    "", "_", "__class__", "__init__", "self", "state", "borrower", "_borrower", "is_admin",
    "user_id", "login_id", "borrower_id", "account_id", "contract_id", "ref", "status", "role",
    "amount", "amount_cents", "amount_paid", "method", "form", "form_data", "token", "session_id",
    "router_data", "_call_function", "vars", "hashes", "a.b", "a\r\nb", "\x00", "x" * 300,
)  # fmt: skip
FORM_FIELDS = (
    "user_name", "password", "current", "code", "method", "channel", "trust", "next", "for", "name",
    "contact", "account_number", "tax_id_last4", "vin", "email", "phone", "ref", "credential",
    "secret", "esign_word", "accept_esign", "accept_terms", "everywhere_else", "account",
    "subject", "words", "token",
)  # fmt: skip
BODIES = (
    b"", b"&", b"=", b"&&=&;=", b"%", b"%zz=%", b"\xff\xfe", b"a" * 16_000, b"code=\xed\xa0\x80",
    b"user_name=canary&user_name=canary2", b"&".join([b"a=canary"] * 50), b"password[]=canary",
    b"password=canary%00&code=%0d%0acanary", b"next=//evil.example&next=/overview",
)  # fmt: skip
FIELDS = ("amount", "choice", "method", "account", "ref", "code", "name", "contract_id", "token")


def payloads(seed: str, parameters: dict[str, type], count: int) -> list[object]:
    """Return payloads for a handler of these parameters, none of which it could do anything with.

    The first are the same for every handler, one sort of junk each; then come mixtures.
    """
    dice = random.Random(seed)  # noqa: S311  chance is wanted twice the same
    found = [one for one in _shapes() if one != {} or parameters]  # {} is right where none is asked
    found += _wrong_arguments(parameters)
    while len(found) < count:
        found.append(_mixture(dice, parameters))
    return found


def forms(seed: str, count: int) -> list[bytes]:
    """Return the bodies of forms that no page of ours sends."""
    dice = random.Random(seed)  # noqa: S311  as above
    found = list(BODIES)
    while len(found) < count:
        names = dice.sample(FORM_FIELDS, dice.randrange(1, len(FORM_FIELDS)))
        fields = {name: text(dice)[:600].encode(errors="surrogatepass") for name in names}
        found.append(urlencode(fields).encode())
    return found


def value(dice: random.Random) -> object:
    """Return one value of any JSON type."""
    return dice.choice(
        (
            None,
            dice.random() < 0.5,
            dice.randrange(-(2**70), 2**70),
            dice.uniform(-1e300, 1e300),
            float("nan"),
            float("inf"),
            10**400,
            text(dice),
            [text(dice), 1, None],
            {text(dice)[:40]: text(dice)},
            {name: text(dice) for name in dice.sample(FIELDS, 3)},
        )
    )


def text(dice: random.Random) -> str:
    """Return a text that somebody might hope to slip through."""
    return CANARY + dice.choice(TEXTS)


def _shapes() -> list[object]:
    """Return what is no mapping of arguments at all, or one of a shape that nobody asked for."""
    nested: object = CANARY
    for _ in range(DEEP):
        nested = [nested]
    return [
        *(None, True, False, 0, -1, 1.5, float("nan"), 10**400, CANARY, "", "{}", [], [CANARY]),
        *([{}], [[]], [None] * WIDE, nested, {}, {"": ""}, {"deep": nested}),
        {f"k{number}": CANARY for number in range(WIDE)},
        *({name: CANARY} for name in NAMES),
    ]


def _wrong_arguments(parameters: dict[str, type]) -> list[object]:
    """Return every wrong type in the place of each argument."""
    wrong = {
        str: (None, 1, True, 1.5, [CANARY], {"a": CANARY}),
        int: (None, CANARY, "1", 1.5, True, [1], {"a": 1}, 10**400),
        bool: (None, CANARY, "true", 1, 0, [True], {"a": True}),
        float: (None, CANARY, "1", True, [1.0], float("nan")),
        dict: (None, CANARY, 1, True, [CANARY], [["a", "b"]], {"a": 1}, {"a": None}, {"a": {}}),
        list: (None, CANARY, 1, True, {"a": CANARY}),
    }
    return [
        {name: value}
        for name, hint in parameters.items()
        for value in wrong.get(get_origin(hint) or hint, wrong[str])
    ]


def _mixture(dice: random.Random, parameters: dict[str, type]) -> dict[str, object]:
    """Return arguments of which some are missing, some wrong, some hostile, some unasked for."""
    mixed: dict[str, object] = {}
    for name, hint in parameters.items():
        if dice.random() < 0.8:
            is_right = dice.random() < 0.5
            mixed[name] = _hostile(dice, hint) if is_right else value(dice)
    if not parameters or dice.random() < 0.5:
        mixed[dice.choice(NAMES)] = value(dice)
    return mixed


def _hostile(dice: random.Random, hint: type) -> object:
    """Return a value of the right type for an argument, and of a wrong content."""
    kind = get_origin(hint) or hint
    if kind is dict:
        return {name: text(dice) for name in dice.sample(FIELDS, dice.randrange(1, 5))}
    if kind is list:
        return [text(dice)] * dice.randrange(1, 5)
    if kind is int:
        return dice.choice((-1, 0, 2**31, 2**63, -(2**63), 10**18))
    return text(dice)
