"""Read what a form sent, or refuse it with a sentence that stands beside the field."""


class FormRefused(Exception):
    """A field cannot be read; the message is fit for the borrower."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def read_choice(form: dict[str, str], field: str, allowed: set[str], message: str) -> str:
    """Return the chosen value. Raises FormRefused when none of the allowed ones was chosen."""
    if (value := form.get(field, "")) not in allowed:
        raise FormRefused(field, message)
    return value


def read_text(form: dict[str, str], field: str) -> str:
    """Return what was typed, without the spaces around it; "" when the field was not sent."""
    return form.get(field, "").strip()
