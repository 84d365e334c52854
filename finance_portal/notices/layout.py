"""A notice as a mail: plain words, and the same in HTML with everything escaped (case 64)."""

from html import escape
from pathlib import Path
from string import Template

from finance_portal.language import say, sentence, speaking
from finance_portal.notices.wording import Wording
from finance_portal.settings import settings

TEMPLATE = Template(Path(__file__).with_name("mail.html").read_text())

SANDBOX = sentence("SANDBOX: no money moves.")
SAFETY = sentence(
    "We never ask for a password or a code, not by mail, not by text message, not by "
    "phone. Our address is {origin}."
)


def plain(wording: Wording) -> str:
    """Return the words of a mail as plain text, in the language of the notice."""
    with speaking(wording.language):
        return _plain(wording)


def html(wording: Wording) -> str:
    """Return the words of a mail as a page without pictures, scripts or anything from elsewhere."""
    with speaking(wording.language):
        return _html(wording)


def _plain(wording: Wording) -> str:
    link = wording.link
    parts = [
        wording.paragraphs[0],
        wording.code,
        *wording.paragraphs[1:],
        f"{link.words}: {link.url}" if link else "",
        "--",
        _sandbox(),
        _safety(),
        _sender(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _html(wording: Wording) -> str:
    first, *more = [f"<p>{escape(paragraph)}</p>" for paragraph in wording.paragraphs]
    return TEMPLATE.substitute(
        language=wording.language,
        subject=escape(wording.subject),
        brand=escape(settings.brand.name),
        colour=escape(settings.brand.light.brand),
        on_colour=escape(settings.brand.light.onbrand),
        first=first,
        code=f'<p class="code">{escape(wording.code)}</p>' if wording.code else "",
        more="\n".join(more),
        link=_button(wording),
        sandbox=f"<p><strong>{escape(_sandbox())}</strong></p>" if _sandbox() else "",
        safety=escape(_safety()),
        sender=escape(_sender()),
    )


def _button(wording: Wording) -> str:
    if wording.link is None:
        return ""
    href = escape(wording.link.url)
    return f'<p><a class="button" href="{href}">{escape(wording.link.words)}</a></p>'


def _sandbox() -> str:
    return say(SANDBOX) if settings.processor == "sandbox" else ""


def _safety() -> str:
    return say(SAFETY, origin=settings.public_origin)


def _sender() -> str:
    return f"{settings.brand.legal_entity}, {settings.brand.address}"
