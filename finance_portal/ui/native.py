"""Components for what Reflex cannot do itself: real form posts, real navigation, messages.

PostForm.create(..., action="/auth/sign-in", method="post")
HardNav.create(to=SomeState.address)                     # leaves as soon as it is not ""
SessionWatch.create(over=SessionState.session_over, sign_in=routes.SIGN_IN, confirm=routes.CONFIRM)
FlashBridge.create(flash=SessionState.flash, class_name="...", looks={"error": "..."})
"""

import reflex as rx
from reflex_components_core.el.elements.base import (  # type: ignore[import-untyped]  # no py.typed
    BaseHTML,
)

from finance_portal.ui.session_state import Flash

_SCRIPT = rx.asset("native.jsx", shared=True).importable_path


class PostForm(BaseHTML):  # type: ignore[misc]  # as the import
    """A form that the browser submits itself, also before any script runs.

    Reflex's own forms always prevent that, and no event of Reflex can set an HttpOnly cookie.
    """

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]
    auto_complete: rx.Var[str]


class FormOfPage(rx.Component):
    """A form that is posted by the browser itself, with the page's address as `next`."""

    library = _SCRIPT
    tag = "FormOfPage"

    action: rx.Var[str]


class HardNav(rx.Component):
    """Leaves the page by a real navigation when `to` becomes an address."""

    library = _SCRIPT
    tag = "HardNav"

    to: rx.Var[str]


class SessionWatch(rx.Component):
    """Leaves for sign-in with `?over=<why>&next=<page>` when `over` says that the session ended.

    "renewed" reloads the page, "confirm:<purpose>" leaves for that step-up instead, "shared" for
    the first page, because what may be seen has changed. Also
    reloads a page that the back button brings out of the browser's cache.
    """

    library = _SCRIPT
    tag = "SessionWatch"

    over: rx.Var[str]
    sign_in: rx.Var[str]
    confirm: rx.Var[str]
    home: rx.Var[str]


class FlashBridge(rx.Component):
    """Shows messages in a live region of its own: polite, or assertive for errors.

    `looks` has the classes of a message by level (info, success, error); `dismiss` is the
    accessible name of its button.
    """

    library = _SCRIPT
    tag = "FlashBridge"

    flash: rx.Var[Flash]
    dismiss: rx.Var[str] = rx.Var.create("Dismiss")
    looks: rx.Var[dict[str, str]]
