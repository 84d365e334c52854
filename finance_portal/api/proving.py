"""What the forms have in common in which something is proven by a code."""

from finance_portal.api.answers import Refuse
from finance_portal.api.doors import Call
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.proofs import Proof

TYPED = {Proof.AUTHENTICATOR, Proof.EMAIL, Proof.TEXT, Proof.RECOVERY_CODE}


def proof_in(call: Call) -> Proof | None:
    """Return the proof that a form's code is for, if it is one that is typed."""
    chosen = call.word("method")
    return next((proof for proof in TYPED if proof == chosen), None)


def refused(refusal: CodeRefused) -> Refuse:
    """Return the answer to a code that opens nothing."""
    return Refuse(errors={"code": str(refusal)}, code=refusal.reason)
