"""The ways to confirm who one is, ready to be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from finance_portal.language import say, sentence
from finance_portal.services.proofs import Proof

SENT = frozenset({Proof.TEXT, Proof.EMAIL})  # what is only there after it was sent
TITLES = {
    Proof.PASSKEY: sentence("Passkey"),
    Proof.AUTHENTICATOR: sentence("Authenticator app"),
    Proof.TEXT: sentence("Text message"),
    Proof.EMAIL: sentence("E-mail"),
    Proof.RECOVERY_CODE: sentence("Recovery code"),
}
DETAILS = {
    Proof.PASSKEY: sentence("Your fingerprint, face or screen lock"),
    Proof.AUTHENTICATOR: sentence("The 6 digits that your app shows"),
    Proof.RECOVERY_CODE: sentence("One of the ten that you kept"),
}


@dataclass(frozen=True)
class ProofView:
    """One way to confirm who one is."""

    proof: str = ""
    title: str = ""
    detail: str = ""


def proof_views(proofs: Iterable[Proof], contacts: Mapping[Proof, str]) -> list[ProofView]:
    """Return the ways in their order; `contacts` says, masked, where a code would go."""
    return [
        ProofView(
            proof.value,
            say(TITLES[proof]),
            say(DETAILS[proof])
            if DETAILS.get(proof)
            else say("A code to {proof}", proof=contacts.get(proof, "")),
        )
        for proof in proofs
        if proof in TITLES
    ]


def first_of(proofs: Iterable[Proof]) -> Proof | None:
    """Return the way to ask for at once, or None where the borrower had better choose.

    A code is sent unasked only where nothing else could be meant: it costs, and it disturbs.
    """
    ways = [proof for proof in proofs if proof is not Proof.RECOVERY_CODE]
    if len(ways) == 1 or (ways and ways[0] not in SENT):
        return ways[0]
    return None


def has_code(chosen: str) -> bool:
    """Tell whether a code is typed for this way."""
    return chosen not in {"", Proof.PASSKEY}
