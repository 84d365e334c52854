"""A browser in the words its owner would use: "Chrome on Windows".

A user agent is what a browser says of itself: good enough to recognise one's own, proof of nothing.
"""

import re

UNKNOWN = "an unknown browser"

# The first that is found names it: most browsers also claim to be those further down.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "the built-in browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("CrOS", "a Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)
PROGRAM = re.compile(
    r"^(curl|wget|python|java|go-http|okhttp|node|axios|postman|libwww)", re.IGNORECASE
)


def in_words(user_agent: str) -> str:
    """Return browser and system, as far as the user agent names them."""
    if PROGRAM.match(user_agent):
        return "a program, not a browser"
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"a browser on {system}" if system else UNKNOWN)


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((words for mark, words in known if mark in user_agent), "")
