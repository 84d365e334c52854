"""How borrowers prove who they are, and what they prove it for."""

from enum import StrEnum


class Proof(StrEnum):
    """One thing that was shown. A session's `method` is what was shown, joined by "+"."""

    PASSWORD = "password"  # noqa: S105 the name of a proof
    AUTHENTICATOR = "authenticator"
    PASSKEY = "passkey"
    TEXT = "text"
    EMAIL = "email"
    RECOVERY_CODE = "recovery_code"
    TRUSTED_DEVICE = "trusted_device"
    IDENTITY = "identity"  # account number, tax id and VIN together (R1)


class Purpose(StrEnum):
    """What a step-up is for (X5). It opens nothing else."""

    METHODS = "methods"
    AUTOPAY = "autopay"
    CONTACT = "contact"
    FACTORS = "factors"
    REVEAL = "reveal"
    EXPORT = "export"
    PAYOFF = "payoff"
    DELEGATES = "delegates"  # to let somebody else look at a contract
    AGREEMENTS = "agreements"  # to sign a change of a contract: it moves no money


# A code by e-mail is the floor: it signs in, and never steps up what moves money (S1).
STRONG = frozenset({Proof.AUTHENTICATOR, Proof.PASSKEY, Proof.TEXT})
MONEY_MOVING = frozenset({Purpose.METHODS, Purpose.AUTOPAY, Purpose.CONTACT, Purpose.PAYOFF}) | {
    Purpose.DELEGATES  # it gives figures away, as they do
}


def joined(*proofs: Proof) -> str:
    """Return what is stored of the proofs that were shown."""
    return "+".join(proofs)


def split(stored: str) -> frozenset[Proof]:
    """Return the proofs of a stored text."""
    return frozenset(Proof(word) for word in stored.split("+") if word)
