"""Repairs of parses: constructions that the parser is known to get wrong, put right where the words leave no doubt.

Each repair is one function over one paragraph; it looks for a shape that no correct tree has and moves a few arcs.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.mend import nouns, verbs
from onrecord.mend.draft import Draft, cut_depth, cut_sentences

__all__ = ["Draft", "mend"]


def mend(draft: Draft) -> None:
    """Apply every repair to a paragraph."""
    cut_sentences(draft)
    cut_depth(draft)
    for i in range(len(draft.head)):
        for repair in _REPAIRS.get(draft.dep[i], ()):
            repair(draft, i)
    draft.starts -= draft.joined
    cut_sentences(draft)
    cut_depth(draft)


_REPAIRS: dict[str, tuple[Callable[[Draft, int], None], ...]] = {
    "ROOT": (verbs.sentence_cut_behind_verb, verbs.report_read_as_noun),
    "dep": (verbs.garden_path,),
    "appos": (
        nouns.apposition_behind_preposition,
        nouns.officer_of_a_body,
        nouns.label_read_as_apposition,
        nouns.role_between_names,
        nouns.list_read_as_apposition,
    ),
    "acl": (
        verbs.gerund_with_its_object,
        verbs.main_verb_after_apposition,
        verbs.told_by_somebody,
        verbs.participle_on_a_place,
        verbs.following_is_after,
    ),
    "conj": (
        verbs.subject_in_a_list_of_places,
        verbs.noun_conjoined_to_verb,
        verbs.counted_with_a_name,
        verbs.garden_path,
        verbs.participle_beside_a_participle,
        verbs.subject_read_as_conjunct,
        verbs.base_form_beside_infinitive,
        verbs.conjunct_of_the_complement,
    ),
    "nmod": (nouns.comma_inside_compound,),
    "mark": (verbs.as_with_infinitive,),
    "pobj": (nouns.participle_read_as_noun, nouns.date_glued_to_subject, nouns.day_glued_to_a_place),
    "dobj": (nouns.participle_read_as_noun,),
    "nsubj": (nouns.participle_read_as_noun, nouns.role_beside_a_name),
    "nsubjpass": (nouns.role_beside_a_name,),
    "attr": (nouns.participle_read_as_noun,),
    "prep": (verbs.agent_behind_object, verbs.charge_inside_the_accused, verbs.agent_behind_aside),
    "agent": (verbs.agent_behind_aside,),
    "advcl": (verbs.as_to_behind_adverb, verbs.participle_of_the_main_verb, verbs.bidding_inside_the_bidden),
    "ccomp": (verbs.clause_before_semicolon,),
    "relcl": (
        nouns.who_on_a_doing,
        nouns.relative_on_a_date,
        nouns.who_on_a_place,
        nouns.where_on_a_person,
        nouns.relative_of_another_number,
    ),
}
