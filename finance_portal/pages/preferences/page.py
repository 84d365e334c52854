"""Preferences: by which ways one is told of what, texts, and this device."""

import reflex as rx

from finance_portal.pages.preferences import components as parts
from finance_portal.pages.preferences.state import PreferencesState
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t


def preferences() -> rx.Component:
    return shell(
        routes.PREFERENCES,
        t("Preferences"),
        rx.el.div(
            parts.topics(
                PreferencesState.topics,
                query=FrameState.query,
                choose=PreferencesState.choose,
            ),
            rx.el.div(
                parts.mail(PreferencesState.email, FrameState.query),
                parts.texts(
                    PreferencesState.texts,
                    version=PreferencesState.version,
                    query=FrameState.query,
                    done=PreferencesState.refresh,
                    end=PreferencesState.end_texts,
                ),
                parts.devices(
                    PreferencesState.devices,
                    key=PreferencesState.push_key,
                    done=PreferencesState.refresh,
                    drop=PreferencesState.drop_device,
                ),
                class_name=parts.SIDE,
            ),
            class_name=parts.GRID,
        ),
        about=FrameState.about,
        loaded=PreferencesState.loaded,
        skeleton=parts.placeholder(),
    )
