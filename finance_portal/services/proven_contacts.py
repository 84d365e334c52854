"""The proven contacts of a login, as a page may show them."""

from finance_portal.db import Database
from finance_portal.models.security import Login
from finance_portal.services import factors
from finance_portal.services.contacts import masked_contact
from finance_portal.services.proofs import Proof
from finance_portal.services.second_factor import CHANNELS


def masked_contacts(db: Database, *, login_id: int) -> dict[Proof, str]:
    """Return where codes of each kind would go, masked."""
    with db.read() as session:
        login = session.get_one(Login, login_id)
        found = {
            proof: (channel, factors.contact_of(login, channel))
            for proof, channel in CHANNELS.items()
        }
    return {
        proof: masked_contact(channel, contact)
        for proof, (channel, contact) in found.items()
        if contact
    }
