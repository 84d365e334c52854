"""What the privacy notice says in its table: why something is shared, and whether one may say no.

The reasons are those of the model form (12 CFR 1016, appendix A); what is shared is this lender's.
"""

from dataclasses import dataclass
from typing import Final

from finance_portal.language import sentence

VERSION: Final = "2026-11-23"
OF_AFFILIATES: Final = "affiliates_credit"
TO_MARKET: Final = "affiliates_marketing"
BY_OTHERS: Final = "others_marketing"


@dataclass(frozen=True)
class Reason:
    """A reason to share. With a `choice` one may limit it; sentences are in English."""

    words: str
    is_shared: bool
    choice: str = ""
    title: str = ""  # what is chosen, in few words


REASONS: Final = (
    Reason(
        sentence(
            "For our everyday business purposes: to process your payments, to keep your contract,"
            " to answer courts and authorities, and to report to credit bureaus"
        ),
        is_shared=True,
    ),
    Reason(
        sentence("For our marketing purposes: to offer our own services to you"), is_shared=True
    ),
    Reason(sentence("For joint marketing with other financial companies"), is_shared=False),
    Reason(
        sentence(
            "For our affiliates' everyday business purposes: information about your payments and"
            " experiences with us"
        ),
        is_shared=True,
    ),
    Reason(
        sentence(
            "For our affiliates' everyday business purposes: information about your"
            " creditworthiness"
        ),
        is_shared=True,
        choice=OF_AFFILIATES,
        title=sentence("Our affiliates may learn how creditworthy you are"),
    ),
    Reason(
        sentence("For our affiliates to market to you"),
        is_shared=True,
        choice=TO_MARKET,
        title=sentence("Our affiliates may offer you things"),
    ),
    Reason(
        sentence("For companies that are not our affiliates to market to you"),
        is_shared=False,
        choice=BY_OTHERS,
        title=sentence("Other companies may offer you things, should we ever share for that"),
    ),
)
CHOICES: Final = {each.choice: each for each in REASONS if each.choice}
