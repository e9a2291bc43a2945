"""Nouns -> text of a row, and back; through the one codec."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.codec import decode_annotation, dump_line, load_line
from onrecord.model import Annotation, Claim


def dump_claim(claim: Claim) -> str:
    """One claim with all its fields."""
    return dump_line(claim).decode().rstrip("\n")


def load_claims(bodies: Sequence[str]) -> tuple[Claim, ...]:
    """Claims from their rows, in order."""
    line = '{"id":"","lang":"","claims":[' + ",".join(bodies) + "]}"
    return decode_annotation(load_line(line.encode(), 1)).claims


def dump_annotation(annotation: Annotation) -> str:
    """An annotation without its claims, which have rows of their own."""
    return dump_line(replace(annotation, claims=())).decode().rstrip("\n")


def load_annotation(body: str) -> Annotation:
    """An annotation from its row."""
    return decode_annotation(load_line(body.encode(), 1))
