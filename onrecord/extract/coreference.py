"""Chains of names + the other mentions -> entities' chains: a sieve from the surest link to the least sure.

What syntax says outright first; then, in text order, definite noun phrases and pronouns, each with the chains as they
stand at that point. What is unsure stays untied. After the multi-pass sieve of Lee et al. (2013).
"""

from __future__ import annotations

from onrecord.extract.chains import Chain
from onrecord.extract.definites import Definites
from onrecord.extract.lexicon import Lexicon
from onrecord.extract.mentions import Candidate
from onrecord.extract.naming import Naming
from onrecord.extract.pronouns import Pronouns
from onrecord.extract.scene import Scene
from onrecord.model import Parsed


def link(parsed: Parsed, lexicon: Lexicon, candidates: list[Candidate], named: list[Chain]) -> list[Chain]:
    """Every chain of the document; the given chains of names grow, nominals that take up nothing stand alone."""
    if not parsed.has_parse:
        return named
    scene = Scene(parsed, lexicon, candidates, named)
    Naming(scene).run()
    definites, pronouns = Definites(scene), Pronouns(scene)
    for c in candidates:
        if id(c) not in scene.of:
            (definites if c.kind == "nominal" else pronouns).resolve(c)
        scene.read(c)
    definites.gather()
    return [chain for chain in scene.chains if chain.members]
