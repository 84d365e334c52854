"""What Reflex is told. The values come from finance_portal/settings.py."""

from typing import TYPE_CHECKING, cast

import reflex as rx
from reflex.constants import StateManagerMode

from finance_portal.settings import settings
from finance_portal.ui import lean, theme

if TYPE_CHECKING:
    from reflex.plugins.shared_tailwind import TailwindConfig

# How long a tab that left keeps its state, in memory too; longer than a session may idle.
TREE_SECONDS = 1200

config = rx.Config(
    app_name="finance_portal",
    # The exact public origin, baked into the build.
    api_url=settings.public_origin,
    deploy_url=settings.public_origin,
    cors_allowed_origins=[settings.public_origin],
    backend_host="127.0.0.1",
    frontend_port=settings.port,
    backend_port=settings.port,
    # The default writes pickled states, request headers among them, to the disk.
    state_manager_mode=StateManagerMode.MEMORY,
    redis_token_expiration=TREE_SECONDS,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=lean.PACKED_AS,
    frontend_lazy_bundled_libraries=True,
    plugins=[
        rx.plugins.TailwindV4Plugin(config=cast("TailwindConfig", theme.tailwind())),
        lean.NoDynamicComponents(),
        lean.NoStylingLibrary(),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
