"""Documents -> rows, whatever goes wrong with one of them."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import pipeline
from onrecord.errors import OnrecordError
from onrecord.intake.clock import Overdue, time_limit
from onrecord.model import Document
from onrecord.store.rows import Prepared, prepare

type Annotated = Prepared | str
"""The rows of a document, or the reason why there are none."""


def annotated(documents: Sequence[Document], seconds: float | None) -> list[Annotated]:
    """The rows of each document, or the reason why it has none; one bad document does not spoil the others, and none
    may take more than ``seconds`` of computing."""
    together = attempt(documents, seconds)
    if together is not None:
        return together
    return [found for document in documents for found in attempt([document], seconds) or ()]


def attempt(documents: Sequence[Document], seconds: float | None) -> list[Annotated] | None:
    """The rows of documents that are annotated together; ``None`` where one of several spoils it. A single document
    has an answer always."""
    try:
        pipeline.warm(documents)
        with time_limit(seconds):
            return [prepare(annotation) for annotation in pipeline.annotate_many(documents)]
    except Overdue:
        reason = f"took more than the limit of {seconds:g} seconds of computing; --max-time sets it"
    except OnrecordError as error:
        reason = str(error)
    except MemoryError:
        reason = "out of memory"
    except Exception as error:  # a defect of ours; the others are read all the same
        reason = f"could not be processed ({type(error).__name__}: {error})"
    return [reason] if len(documents) == 1 else None
