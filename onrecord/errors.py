"""The errors that onrecord raises, as one readable family."""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of everything raised on purpose; its message is one line, for the user."""


class ReadError(OnrecordError):
    """A file could not be read as a document; says which and why."""


class FormError(OnrecordError):
    """Data that is not in the form of the contract; ``number`` is the line, ``id`` the document's, where they are known."""

    def __init__(self, reason: str, *, number: int | None = None, id: str | int | None = None) -> None:
        super().__init__(reason if number is None else f"line {number}: {reason}")
        self.number = number
        self.id = id


class CasefileError(OnrecordError):
    """A casefile could not be opened, read or written."""


class LanguageError(OnrecordError):
    """No pack, or no parser, for a language."""


class GazetteerError(OnrecordError):
    """A gazetteer could not be loaded, opened or read; says which file and why."""
