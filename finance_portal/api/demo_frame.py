"""The frame of the demo's own pages, plain HTML that needs nothing of the portal's front end."""

from html import escape
from pathlib import Path
from string import Template

from finance_portal.settings import settings
from finance_portal.ui import theme

TEMPLATE = Path(__file__).with_suffix(".html")


def framed(title: str, content: str) -> str:
    """Return a page of the demo around its content, which is HTML already."""
    brand = settings.brand
    return Template(TEMPLATE.read_text()).substitute(
        brand=escape(brand.name),
        logo=escape(brand.logo),
        variables=theme.stylesheet(brand),
        title=escape(title),
        content=content,
    )
