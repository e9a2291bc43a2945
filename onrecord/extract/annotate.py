"""Parsed -> Annotation: every layer in its turn."""

from __future__ import annotations

from onrecord.extract.attributions import find_attributions, quotes_of
from onrecord.extract.claims import Layers, find_claims, unclaimed
from onrecord.extract.entities import find_entities
from onrecord.extract.figures import find_figures
from onrecord.extract.places import find_places
from onrecord.extract.times import find_times
from onrecord.model import Annotation, Parsed

LAYERS: tuple[str, ...] = ("mentions", "quotes", "figures", "times", "places", "claims")
"""The layers of the contract, as ``--layers`` names them."""

_PARSED_ONLY = ("claims",)


def annotate(parsed: Parsed, layers: frozenset[str] = frozenset(LAYERS)) -> Annotation:
    """All that a document tells by itself; layers not asked for are empty, those that need a parser that is not
    there are named in ``missing``."""
    wants_all = "claims" in layers
    times = find_times(parsed) if wants_all or layers & {"times", "figures"} else ()
    figures = find_figures(parsed, times) if wants_all or "figures" in layers else ()
    entities = find_entities(parsed) if wants_all or layers & {"mentions", "places", "quotes"} else ()
    places = find_places(parsed, entities) if wants_all or "places" in layers else ()
    attributions = find_attributions(parsed, entities) if wants_all or "quotes" in layers else ()
    claims = ()
    if wants_all:
        claims = find_claims(parsed, Layers(entities=entities, figures=figures, times=times, places=places, attributions=attributions))
    return Annotation(
        id=parsed.document.id, lang=parsed.lang, entities=entities if wants_all or "mentions" in layers else (),
        quotes=quotes_of(parsed, attributions) if "quotes" in layers else (), figures=figures if "figures" in layers else (),
        times=times if "times" in layers else (), places=places if "places" in layers else (), claims=claims, blocks=parsed.blocks,
        missing=() if parsed.has_parse else tuple(name for name in _PARSED_ONLY if name in layers),
        unclaimed=unclaimed(parsed, claims) if wants_all and parsed.has_parse else (),
    )  # fmt: skip
