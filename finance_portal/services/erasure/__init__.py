"""Erase what is known of somebody, but for what the law keeps (K10).

erase(session, borrower_id, by="servicing", now=now)    # in the caller's transaction
"""

from finance_portal.services.erasure.erase import Erased, ErasureRefused, erase, standing_in_the_way
from finance_portal.services.erasure.farewell import erase_and_tell
from finance_portal.services.erasure.letter import letter

__all__ = [
    "Erased",
    "ErasureRefused",
    "erase",
    "erase_and_tell",
    "letter",
    "standing_in_the_way",
]
