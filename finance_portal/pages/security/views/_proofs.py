"""What was shown at a sign-in, in words."""

from finance_portal.services.proofs import Proof, split
from finance_portal.ui.wording import listed

WORDS = {
    Proof.PASSWORD: "password",
    Proof.PASSKEY: "passkey",
    Proof.AUTHENTICATOR: "authenticator app",
    Proof.TEXT: "code by text",
    Proof.EMAIL: "code by e-mail",
    Proof.RECOVERY_CODE: "recovery code",
    Proof.TRUSTED_DEVICE: "trusted browser",
    Proof.IDENTITY: "what is on your contract",
}


def proofs_in_words(method: str) -> str:
    """Return "Password and authenticator app" of a session's method; "" where nothing is known."""
    try:
        shown = split(method)
    except ValueError:  # from a version that knew another one
        return ""
    words = listed([words for proof, words in WORDS.items() if proof in shown])
    return words[:1].upper() + words[1:]
