"""A browser in the words its owner would use: "Chrome on Windows".

A user agent is what a browser says of itself: good enough to recognise one's own, proof of nothing.
"""

import re

from finance_portal.language import say, sentence

UNKNOWN = sentence("an unknown browser")

# The first that is found names it: most browsers also claim to be those further down.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", sentence("the built-in browser")),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", sentence("an iPhone")),
    ("iPad", sentence("an iPad")),
    ("Android", "Android"),
    ("CrOS", sentence("a Chromebook")),
    ("Windows", "Windows"),
    ("Macintosh", sentence("a Mac")),
    ("Linux", "Linux"),
)
PROGRAM = re.compile(
    r"^(curl|wget|python|java|go-http|okhttp|node|axios|postman|libwww)", re.IGNORECASE
)


def in_words(user_agent: str) -> str:
    """Return browser and system, as far as the user agent names them."""
    if PROGRAM.match(user_agent):
        return say("a program, not a browser")
    browser, system = say(_first(BROWSERS, user_agent)), say(_first(SYSTEMS, user_agent))
    if browser and system:
        return say("{browser} on {system}", browser=browser, system=system)
    if system:
        return say("a browser on {system}", system=system)
    return browser or say(UNKNOWN)


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((words for mark, words in known if mark in user_agent), "")
