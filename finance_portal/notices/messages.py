"""What borrowers are told of their messages: that there is one. What it says stays inside."""

from finance_portal.language import say
from finance_portal.notices.wording import Link, Wording, for_text, notice
from finance_portal.settings import settings


@notice
def new_message() -> Wording:
    """Tell that the desk has answered, and nothing of what it says (cases 67, 71)."""
    return Wording(
        say("You have a new message"),
        (
            say("We have answered you. For your safety the answer is not in this mail."),
            say("Sign in to read it. You can write back there, and add files."),
        ),
        text=for_text(
            say("{brand}: you have a new message. Sign in to read it.", brand=settings.brand.name)
        ),
        link=Link(words=say("Read your messages"), url=f"{settings.public_origin}/messages"),
    )
