"""A PDF with one word on it: who types it back can read what we send (15 USC 7001(c)(1)(C)(ii))."""

from datetime import date

from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.language import say, sentence, spoken

# Nothing secret: it only has to be read. No two of them look or sound alike.
WORDS = (
    "anchor", "basket", "candle", "dolphin", "engine", "falcon", "garden", "harbor",
    "island", "jacket", "kitchen", "lantern", "meadow", "needle", "orchard", "pebble",
    "quarter", "ribbon", "saddle", "timber", "umbrella", "velvet", "window", "yellow",
)  # fmt: skip
TITLE = sentence("Can you open this?")


def draw(word: str, today: date) -> bytes:
    """Return the document, one page of Letter size."""
    words = [
        say("Then you can read the documents that we send you."),
        say("Type this word on the page that you came from:"),
    ]
    content = {"from": letterhead(), "language": spoken(), "words": words, "word": word}
    return typeset("access-test-1", content, title=say(TITLE), dated_on=today)
