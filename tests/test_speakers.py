"""How a claim's speaker is called where it is shown."""

from __future__ import annotations

import pytest

from onrecord.casefile.plain import PlainCasefile
from onrecord.model import Document
from onrecord.pipeline import annotate_many


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("The ministry rejected the report by the union. It said the figures were wrong.", "The ministry"),
        ("Ana Ruiz left the hall. She said the door was open.", "Ana Ruiz"),
        ("A clerk in Lima said the door was open.", "A clerk in Lima"),
    ],
)
def test_a_pronoun_that_speaks_is_called_by_what_it_stands_for(text: str, called: str) -> None:
    document = Document(id="a", text=text, outlet="Harbour Post", published="2024-05-12", lang="en")
    [annotation] = annotate_many([document])
    casefile = PlainCasefile([(document, annotation)])
    assert called in {name for finding in casefile.claims() for name in finding.speakers()}
