"""Deciding in the browser: what a form says -> a decision of the casefile, signed by whoever runs the server."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl

from onrecord.casefile.decisions import Decision, Json
from onrecord.casefile.resolve import Member


class Decider(Protocol):
    """What of a store is needed to decide."""

    def decide(self, verdict: str, one: Member, two: Member, by: str, note: str | None = None) -> str: ...

    def review(self, id: str, verdict: str, by: str, note: str | None = None, change: Json | None = None) -> str: ...

    def undo(self, id: str, by: str, note: str | None = None) -> Decision: ...


class FormError(ValueError):
    """A form that this server did not make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """``token`` stands in every form: a page of another site cannot know it."""

    store: Decider
    by: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def take(self, body: bytes) -> str:
        """File what a form decides; returns the address to go on with.

        Raises:
            FormError: the form is not one of this server's.
            CasefileError: the decision cannot be made.
        """
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        if not secrets.compare_digest(form.get("token", ""), self.token):
            raise FormError
        note = form.get("note", "").strip() or None
        act = _ACTS.get(form.get("verdict", ""))
        if act is None:
            raise FormError
        act(self, form, note)
        back = form.get("back", "/")
        return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"

    def _pair(self, form: Mapping[str, str], note: str | None) -> None:
        members = [(form.get(f"{side}_document", ""), form.get(f"{side}_entity", "")) for side in ("left", "right")]
        self.store.decide(form["verdict"], members[0], members[1], self.by, note)

    def _claim(self, form: Mapping[str, str], note: str | None) -> None:
        self.store.review(form.get("claim", ""), form["verdict"], self.by, note)

    def _undo(self, form: Mapping[str, str], note: str | None) -> None:
        self.store.undo(form.get("decision", ""), self.by, note)


_ACTS: dict[str, Callable[[Desk, Mapping[str, str], str | None], None]] = {
    "same": Desk._pair, "different": Desk._pair, "accepted": Desk._claim, "rejected": Desk._claim, "undo": Desk._undo,
}  # fmt: skip
