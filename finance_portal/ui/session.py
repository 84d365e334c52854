"""Who may trigger an event. A handler declares it here, `guard.py` enforces it.

Every handler of every state carries exactly one of these instead of `rx.event`:

    @borrower_event                      # a live session; the handler is given its borrower
    async def load(self, borrower: SignedIn) -> None: ...

    @borrower_event(temporal=True)       # what rx.event takes is passed on
    async def submit(self, borrower: SignedIn, form: dict[str, str]) -> None: ...

    @borrower_event(fresh=Purpose.FACTORS)   # only within 5 minutes of a step-up for that purpose
    async def remove_passkey(self, borrower: SignedIn, ref: str) -> None: ...

    @pre_auth_event                      # somebody on the way in; the handler is given their way
    async def load(self, way: PreAuthView) -> None: ...

    @public_event(reason="Anyone may ask to sign in.")
    def show_password(self) -> None: ...

    @internal_event                      # only as part of what a guarded event began
    def refresh(self) -> None: ...
"""

import inspect
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import (
    Any,
    Literal,
    TypedDict,
    TypeVar,
    TypeVarTuple,
    Unpack,
    get_type_hints,
    overload,
)

import reflex as rx
from reflex.event import EventCallback

from finance_portal.services.pre_auth import PreAuthView
from finance_portal.services.proofs import Purpose
from finance_portal.services.sessions import SignedIn

__all__ = [
    "NobodySignedIn",
    "Policy",
    "PreAuthView",
    "Purpose",
    "SignedIn",
    "borrower_event",
    "internal_event",
    "policy_of",
    "pre_auth_event",
    "principal",
    "public_event",
    "set_principal",
    "set_way",
    "way_in",
]

POLICY = "_portal_policy"

Args = TypeVarTuple("Args")
StateT = TypeVar("StateT", bound=rx.State)

_principal: ContextVar[SignedIn | None] = ContextVar("principal", default=None)
_way: ContextVar[PreAuthView | None] = ContextVar("way", default=None)


class NobodySignedIn(Exception):
    """A handler that needs a borrower was entered without one. The guard should prevent this."""


class PolicyMisused(TypeError):
    """A handler's signature does not fit its policy."""


@dataclass(frozen=True)
class Policy:
    """Who may trigger an event, and whether it counts as activity of the borrower."""

    access: Literal["public", "pre_auth", "borrower", "internal", "denied"]
    passive: bool = False  # does not keep an idle session alive
    reason: str = ""  # why an event is open to anyone
    fresh: Purpose | None = None  # what the session must have stepped up for


class EventOptions(TypedDict, total=False):
    """What rx.event takes."""

    background: bool
    supersedes: bool
    stop_propagation: bool
    prevent_default: bool
    throttle: int
    debounce: int
    temporal: bool


def principal() -> SignedIn:
    """Return the borrower whose event is being handled. Raises NobodySignedIn."""
    if (who := _principal.get()) is None:
        raise NobodySignedIn
    return who


def set_principal(who: SignedIn | None) -> None:
    """Say whose event is being handled, for the rest of this task."""
    _principal.set(who)


def way_in() -> PreAuthView:
    """Return the way in whose event is being handled. Raises NobodySignedIn."""
    if (way := _way.get()) is None:
        raise NobodySignedIn
    return way


def set_way(way: PreAuthView | None) -> None:
    """Say on whose way in an event is being handled, for the rest of this task."""
    _way.set(way)


def policy_of(handler: Callable[..., Any]) -> Policy | None:
    """Return what a handler's function declares, looking through functools.partial."""
    return getattr(getattr(handler, "func", handler), POLICY, None)


def public_event(
    *, reason: str, passive: bool = False, **options: Unpack[EventOptions]
) -> Callable[[Callable[[StateT, *Args], Any]], EventCallback[*Args]]:
    """Let anyone trigger the handler. The reason is read by whoever reviews the list of these."""

    def declare(
        handler: Callable[[StateT, *Args], Any],
    ) -> EventCallback[*Args]:
        callback: EventCallback[*Args] = _declare(
            handler, Policy("public", passive, reason), options
        )
        return callback

    return declare


@overload
def borrower_event(
    handler: Callable[[StateT, SignedIn, *Args], Any], /
) -> EventCallback[*Args]: ...


@overload
def borrower_event(
    *, passive: bool = False, fresh: Purpose | None = None, **options: Unpack[EventOptions]
) -> Callable[[Callable[[StateT, SignedIn, *Args], Any]], EventCallback[*Args]]: ...


def borrower_event(
    handler: Callable[..., Any] | None = None,
    /,
    *,
    passive: bool = False,
    fresh: Purpose | None = None,
    **options: Unpack[EventOptions],
) -> Any:
    """Let a signed-in borrower trigger the handler, and hand it that borrower.

    With `fresh`, only within five minutes of a step-up for that purpose (X5). Raises
    PolicyMisused when the handler does not take `borrower` first.
    """

    def declare(handler: Callable[..., Any]) -> Any:
        policy = Policy("borrower", passive, fresh=fresh)
        return _declare(_without_first(handler, "borrower", principal), policy, options)

    return declare if handler is None else declare(handler)


@overload
def pre_auth_event(
    handler: Callable[[StateT, PreAuthView, *Args], Any], /
) -> EventCallback[*Args]: ...


@overload
def pre_auth_event(
    **options: Unpack[EventOptions],
) -> Callable[[Callable[[StateT, PreAuthView, *Args], Any]], EventCallback[*Args]]: ...


def pre_auth_event(
    handler: Callable[..., Any] | None = None, /, **options: Unpack[EventOptions]
) -> Any:
    """Let somebody on the way in trigger the handler, and hand it their way.

    Raises PolicyMisused when the handler does not take `way` first.
    """

    def declare(handler: Callable[..., Any]) -> Any:
        return _declare(_without_first(handler, "way", way_in), Policy("pre_auth"), options)

    return declare if handler is None else declare(handler)


@overload
def internal_event(handler: Callable[[StateT, *Args], Any], /) -> EventCallback[*Args]: ...


@overload
def internal_event(
    **options: Unpack[EventOptions],
) -> Callable[[Callable[[StateT, *Args], Any]], EventCallback[*Args]]: ...


def internal_event(
    handler: Callable[..., Any] | None = None, /, **options: Unpack[EventOptions]
) -> Any:
    """Let only other handlers trigger the handler, never a browser."""

    def declare(handler: Callable[..., Any]) -> Any:
        return _declare(handler, Policy("internal", passive=True), options)

    return declare if handler is None else declare(handler)


def _declare(handler: Callable[..., Any], policy: Policy, options: EventOptions) -> Any:
    setattr(handler, POLICY, policy)
    return rx.event(handler, **options)


def _without_first(
    handler: Callable[..., Any], name: str, who: Callable[[], object]
) -> Callable[..., Any]:
    """Return the handler as Reflex shall see it: the same, without its first parameter."""
    signature = inspect.signature(handler)
    names = list(signature.parameters)
    if len(names) < 2 or names[1].lstrip("_") != name:  # noqa: PLR2004 - after self
        raise PolicyMisused(f"{handler.__qualname__} must take `{name}` right after self")
    seen = _calling(handler, who)
    kept = [p for each, p in signature.parameters.items() if each != names[1]]
    hints = {each: hint for each, hint in get_type_hints(handler).items() if each != names[1]}
    for copied in ("__name__", "__qualname__", "__module__", "__doc__"):
        setattr(seen, copied, getattr(handler, copied))
    seen.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]  # PEP 362
    seen.__annotations__ = hints
    return seen


def _calling(handler: Callable[..., Any], who: Callable[[], object]) -> Callable[..., Any]:
    """Return a function of the same sort (Reflex tells them apart) that adds who it is for."""
    if inspect.iscoroutinefunction(handler):

        async def awaited(state: rx.State, /, *args: Any, **kwargs: Any) -> Any:
            return await handler(state, who(), *args, **kwargs)

        return awaited
    if inspect.isasyncgenfunction(handler):

        async def iterated(state: rx.State, /, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
            async for event in handler(state, who(), *args, **kwargs):
                yield event

        return iterated

    def called(state: rx.State, /, *args: Any, **kwargs: Any) -> Any:
        return handler(state, who(), *args, **kwargs)

    return called
