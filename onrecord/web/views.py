"""Findings -> pages: the Jinja environment, with everything escaped, and the words that templates use."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from onrecord.report.sentence import source_line
from onrecord.web import words
from onrecord.web.addresses import address, web_url, with_query


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("onrecord.web"), autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.globals.update(
        address=address, with_query=with_query, web_url=web_url, voices=words.voices, speaker=words.speaker, claim_title=words.claim_title,
        in_words=words.in_words, day=words.day, bounds=words.bounds, count=words.count, source_line=source_line,
        datetime_attribute=words.datetime_attribute, shorten=words.shorten,
    )  # fmt: skip
    return env


def render(template: str, **values: Any) -> str:
    """A page; values are escaped wherever they are written."""
    return _environment().get_template(template).render(**values)
