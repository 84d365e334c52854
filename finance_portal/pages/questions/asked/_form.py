"""A question, its answer, and where to go on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question; `name` is its own in the page's address. Sentences are marked."""

    name: str
    asked: str
    answer: tuple[str, ...]
    link: tuple[str, str] | None = None  # words and address


@dataclass(frozen=True)
class Subject:
    """Questions that belong together."""

    name: str
    title: str
    questions: tuple[Question, ...]
