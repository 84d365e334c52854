"""What is said of a document that somebody lets us check: sentences, for whoever tells them."""

from finance_portal.language import sentence

LARGEST = 990_000  # bytes, with room for what a form adds (api/rules.py: LARGEST_FILE)

OURS = sentence("{name} is ours, and not one byte of it was changed since we made it.")
REFUSED = {
    "empty": sentence("Choose a file first: the document as you received it."),
    "not-a-pdf": sentence(
        "This is not a PDF. Choose the file that you were given, not a picture of it."
    ),
    "not-confirmed": sentence(
        "We cannot confirm this document. Either it is not ours, or something "
        "in it was changed, perhaps only by saving it anew. Ask for the "
        "original file, or call us before you rely on it."
    ),
}
TOO_LARGE = sentence(
    "This file is larger than any document of ours. Choose the file that you were given."
)
WITHOUT_SCRIPT = {
    "script": sentence(
        "Your browser has not loaded this page in full. Load it again, then check the file."
    ),
}
