"""Parsed -> Annotation: every layer in its turn."""

from __future__ import annotations

from onrecord.extract.attributions import find_attributions, quotes_of
from onrecord.extract.claims import Layers, find_claims, unclaimed
from onrecord.extract.corrections import find_withdrawals
from onrecord.extract.entities import find_entities, widen
from onrecord.extract.figures import find_figures
from onrecord.extract.first_person import speaks, with_first_person
from onrecord.extract.places import find_places
from onrecord.extract.taken_back import take_back
from onrecord.extract.times import find_times
from onrecord.lang import load_pack
from onrecord.model import Annotation, Claim, Parsed

LAYERS: tuple[str, ...] = ("mentions", "quotes", "figures", "times", "places", "claims")
"""The layers of the contract, as ``--layers`` names them."""

_PARSED_ONLY = ("claims",)
_TABLED = {"mentions": "entities", "times": "times", "figures": "figures", "places": "places"}  # layer -> its table of the pack


def annotate(parsed: Parsed, layers: frozenset[str] = frozenset(LAYERS)) -> Annotation:
    """All that a document tells by itself; layers not asked for are empty, those that need a parser that is not
    there are named in ``missing``."""
    wants_all = "claims" in layers
    pack = load_pack(parsed.lang)
    times = find_times(parsed) if pack["times"] and (wants_all or layers & {"times", "figures"}) else ()
    figures = find_figures(parsed, times) if pack["figures"] and (wants_all or "figures" in layers) else ()
    entities = find_entities(parsed) if pack["entities"] and (wants_all or layers & {"mentions", "places", "quotes"}) else ()
    voiced = wants_all or "quotes" in layers or ("mentions" in layers and speaks(parsed))
    attributions = find_attributions(parsed, entities) if voiced else ()
    entities = with_first_person(parsed, entities, attributions)
    places = find_places(parsed, entities) if wants_all or "places" in layers else ()
    claims: tuple[Claim, ...] = ()
    withdrawals = find_withdrawals(parsed) if wants_all else ()
    if wants_all:
        claims = find_claims(parsed, Layers(entities=entities, figures=figures, times=times, places=places, attributions=attributions))
        claims = take_back(parsed, claims, withdrawals, entities)
    return Annotation(
        id=parsed.document.id, lang=parsed.lang, entities=widen(parsed, entities) if "mentions" in layers else (),
        quotes=quotes_of(parsed, attributions) if "quotes" in layers else (), figures=figures if "figures" in layers else (),
        times=times if "times" in layers else (), places=places if "places" in layers else (), claims=claims, blocks=parsed.blocks,
        corrections=tuple(w.correction() for w in withdrawals),
        missing=tuple(name for name in LAYERS if name in layers and ((name in _PARSED_ONLY and not parsed.has_parse) or (name in _TABLED and not pack[_TABLED[name]]))),
        unclaimed=unclaimed(parsed, claims) if wants_all and parsed.has_parse else (),
    )  # fmt: skip
