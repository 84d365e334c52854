"""What a boarding file may say of people: names, contacts, addresses, tax ids."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, EmailStr, Field, StringConstraints, model_validator

from finance_portal.domain.addresses import Address, AddressRefused, read_address
from finance_portal.services.boarding.values import Plain, TaxId

Short = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True), Plain]


class Strict(BaseModel):
    """Refuses a key that it does not know: a misspelt one must not be lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AddressRecord(Strict):
    """A place in the United States that mail is delivered to."""

    street: Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
    unit: Annotated[str, StringConstraints(max_length=30, strip_whitespace=True)] = ""
    city: Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
    state: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    zip: Annotated[str, StringConstraints(pattern=r"^\d{5}(-\d{4})?$")]

    @model_validator(mode="after")
    def _readable(self) -> "AddressRecord":
        try:
            self.address()
        except AddressRefused as refusal:
            raise ValueError("; ".join(refusal.errors.values())) from None
        return self

    def address(self) -> Address:
        """Return it as the portal reads one from a form. Raises AddressRefused."""
        return read_address(self.model_dump())


class BorrowerRecord(Strict):
    """A person who is bound by the contract. `id` is the lender's own name for the person."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=64), Plain]
    first_name: Short
    last_name: Short
    email: EmailStr | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^\+1\d{10}$")] | None = None
    # Left out, these leave no trace: the hash of an older file stays what it was.
    zip: Annotated[str, StringConstraints(pattern=r"^\d{5}(-\d{4})?$")] | None = Field(
        default=None, exclude_if=lambda given: given is None
    )
    mailing: AddressRecord | None = Field(default=None, exclude_if=lambda given: given is None)
    garaging: AddressRecord | None = Field(  # left out: where the mail goes
        default=None, exclude_if=lambda given: given is None
    )
    tax_id: TaxId | None = Field(default=None, repr=False, exclude_if=lambda given: given is None)
