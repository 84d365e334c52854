"""Erase what is known of somebody, but for what the law keeps (K10).

erase(session, borrower_id, by="servicing", now=now)    # in the caller's transaction
"""

from finance_portal.services.erasure.erase import Erased, ErasureRefused, erase, standing_in_the_way
from finance_portal.services.erasure.letter import letter

__all__ = ["Erased", "ErasureRefused", "erase", "letter", "standing_in_the_way"]
