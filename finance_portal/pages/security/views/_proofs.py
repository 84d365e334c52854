"""What was shown at a sign-in, in words."""

from finance_portal.language import say, sentence
from finance_portal.services.proofs import Proof, split
from finance_portal.ui.wording import listed

WORDS = {
    Proof.PASSWORD: sentence("password"),
    Proof.PASSKEY: sentence("passkey"),
    Proof.AUTHENTICATOR: sentence("authenticator app"),
    Proof.TEXT: sentence("code by text"),
    Proof.EMAIL: sentence("code by e-mail"),
    Proof.RECOVERY_CODE: sentence("recovery code"),
    Proof.TRUSTED_DEVICE: sentence("trusted browser"),
    Proof.IDENTITY: sentence("what is on your contract"),
}


def proofs_in_words(method: str) -> str:
    """Return "Password and authenticator app" of a session's method; "" where nothing is known."""
    try:
        shown = split(method)
    except ValueError:  # from a version that knew another one
        return ""
    words = listed([say(words) for proof, words in WORDS.items() if proof in shown])
    return words[:1].upper() + words[1:]
