"""Small documents of our own with what they tell, for the tests of the casefile."""

from __future__ import annotations

from onrecord.model import (
    Annotation,
    Block,
    BlockKind,
    Claim,
    Document,
    Entity,
    EntityType,
    Evidence,
    Factuality,
    Figure,
    Link,
    Mention,
    Modifier,
    Place,
    Polarity,
    Predicate,
    Ref,
    Time,
)


class Telling:
    """Builds a document's annotation from its own words; every span is found in the text."""

    def __init__(self, id: str, text: str, outlet: str | None = "Harbour Post", published: str | None = "2024-05-02", **meta: str) -> None:
        self.document = Document(id=id, text=text, outlet=outlet, published=published, **meta)
        self.text = text
        self.entities: list[Entity] = []
        self.claims: list[Claim] = []

    def at(self, words: str, after: str = "") -> tuple[str, int, int]:
        start = self.text.index(words, self.text.index(after))
        return words, start, start + len(words)

    def entity(self, name: str, type: EntityType, *others: str, aliases: tuple[str, ...] = ()) -> str:
        """An entity with all places of its name and of other words for it."""
        mentions = []
        for form in (name, *others):
            start = self.text.find(form)
            while start >= 0:
                kind = "name" if form == name and name[0].isupper() else "nominal"
                mentions.append(Mention(start=start, end=start + len(form), text=form, kind=kind))
                start = self.text.find(form, start + 1)
        assert mentions, name
        id = f"e{len(self.entities) + 1}"
        self.entities.append(Entity(id=id, name=name, type=type, aliases=aliases, mentions=tuple(sorted(mentions, key=lambda m: m.start))))
        return id

    def ref(self, words: str | None, entity: str | None = None, inside: str = "") -> Ref | None:
        if words is None:
            return None
        text, start, end = self.at(words, inside if words in inside else "")
        return Ref(text=text, start=start, end=end, entity=entity)

    def claim(
        self,
        words: str,
        *,
        subject: str | None = None,
        of: str | None = None,
        verb: str | None = None,
        lemma: str = "",
        object: str | None = None,
        to: str | None = None,
        relation: str | None = None,
        factuality: Factuality = Factuality.ASSERTED,
        polarity: Polarity = Polarity.POSITIVE,
        said: tuple[tuple[str, str | None, str, str | None], ...] = (),
        figure: Figure | None = None,
        edtf: str | None = None,
        where: tuple[Place, ...] = (),
        context: str = "body",
    ) -> Claim:
        """A claim; ``of`` and ``to`` are the entities of subject and object, ``said`` has (speaker, entity, act, when)."""
        text, start, end = self.at(words)
        links = tuple(Link(speaker=self.ref(s, e), cue=None, act=act, when=when) for s, e, act, when in said)
        predicate = None
        if verb is not None:
            word, first, last = self.at(verb, words)
            predicate = Predicate(text=word, lemma=lemma or verb, start=first, end=last)
        made = Claim(
            id=f"{self.document.id}-c{len(self.claims) + 1}",
            evidence=Evidence(text=text, start=start, end=end),
            subject=self.ref(subject, of, words),
            predicate=predicate,
            object=self.ref(object, to, words),
            relation=relation,
            factuality=factuality,
            polarity=polarity,
            attribution=links,
            figures=(figure,) if figure else (),
            where=where,
            context=context,
            when=(Time(start=start, end=end, text=text, edtf=edtf, timex=edtf, type="DATE"),) if edtf else (),
        )
        self.claims.append(made)
        return made

    def figure(self, words: str, low: float | None, high: float | None, modifier: Modifier = Modifier.EXACT, **fields: object) -> Figure:
        text, start, end = self.at(words)
        return Figure(text=text, start=start, end=end, low=low, high=high, modifier=modifier, **fields)  # type: ignore[arg-type]

    def place(self, words: str, entity: str | None = None, precision: str = "city") -> Place:
        text, start, end = self.at(words)
        return Place(text=text, start=start, end=end, name=words, precision=precision, entity=entity)

    def filed(self) -> tuple[Document, Annotation]:
        blocks = []
        start = 0
        for paragraph in self.text.split("\n"):
            if paragraph:
                kind = BlockKind.HEADING if paragraph.endswith("?") else BlockKind.BODY
                blocks.append(Block(start=start, end=start + len(paragraph), kind=kind))
            start += len(paragraph) + 1
        return self.document, Annotation(
            id=self.document.id, lang="en", entities=tuple(self.entities), claims=tuple(self.claims), blocks=tuple(blocks)
        )


def union() -> Telling:
    """An outlet with a size by an estimate, a leader, a denial, an allegation, a plan and a reward."""
    t = Telling(
        "d1",
        "Ana Ruiz estimated last year that the Harbour Union has around 5,000 members.\n"
        "The union's leader, Pavel Orlov, was arrested in March 2021. He escaped in 2022.\n"
        "Orlov denies that he bribed a guard. Prosecutors accuse the union of smuggling copper from Larnaca.\n"
        "How rich is the union?\n"
        "The Port Authority (PA) offers a $2 million reward for his capture. The union generates annual profits of $3 million.\n"
        "The union plans to open an office in Rotterdam.",
        title="The union of the harbour",
    )
    ruiz = t.entity("Ana Ruiz", EntityType.PERSON)
    body = t.entity("Harbour Union", EntityType.ORGANIZATION, "The union", "the union")
    orlov = t.entity("Pavel Orlov", EntityType.PERSON, aliases=("Orlov",))
    port = t.entity("Port Authority", EntityType.PUBLIC_BODY, aliases=("PA",))
    larnaca = t.entity("Larnaca", EntityType.PLACE)
    rotterdam = t.entity("Rotterdam", EntityType.PLACE)
    lawyers = t.entity("Prosecutors", EntityType.GROUP)
    _, start, end = t.at("Prosecutors")
    t.entities[-1] = Entity(
        id=lawyers, name="Prosecutors", type=EntityType.GROUP, mentions=(Mention(kind="nominal", text="Prosecutors", start=start, end=end),)
    )
    t.claim(
        "the Harbour Union has around 5,000 members",
        subject="the Harbour Union",
        of=body,
        verb="has",
        lemma="have",
        object="around 5,000 members",
        relation="has_size",
        factuality=Factuality.ESTIMATED,
        said=(("Ana Ruiz", ruiz, "estimates", "2023"),),
        figure=t.figure("around 5,000 members", 5000, 5000, Modifier.ABOUT, unit="person", counted="members"),
    )
    t.claim("The union's leader, Pavel Orlov", subject="Pavel Orlov", of=orlov, object="The union", to=body, relation="leads")
    t.claim(
        "was arrested in March 2021", subject="Pavel Orlov", of=orlov, verb="arrested", lemma="arrest", relation="arrests", edtf="2021-03"
    )
    t.claim("He escaped in 2022", subject="He", of=orlov, verb="escaped", lemma="escape", edtf="2022")
    t.claim(
        "he bribed a guard",
        subject="he",
        of=orlov,
        verb="bribed",
        lemma="bribe",
        object="a guard",
        factuality=Factuality.DENIED,
        said=(("Orlov", orlov, "denies", None),),
    )
    t.claim(
        "smuggling copper from Larnaca",
        subject="the union",
        of=body,
        verb="smuggling",
        lemma="smuggle",
        object="copper",
        factuality=Factuality.ALLEGED,
        said=(("Prosecutors", lawyers, "accuses", None),),
        where=(t.place("Larnaca", larnaca),),
    )
    t.claim(
        "The Port Authority (PA) offers a $2 million reward for his capture",
        subject="The Port Authority (PA)",
        of=port,
        verb="offers",
        lemma="offer",
        object="a $2 million reward",
        relation="offers_reward",
        figure=t.figure("$2 million", 2e6, 2e6, unit="USD"),
    )
    t.claim(
        "The union generates annual profits of $3 million",
        subject="The union",
        of=body,
        verb="generates",
        lemma="generate",
        object="annual profits",
        figure=t.figure("$3 million", 3e6, 3e6, unit="USD", counted="profits", per="year"),
    )
    t.claim(
        "open an office in Rotterdam",
        subject="The union",
        of=body,
        verb="open",
        object="an office",
        factuality=Factuality.INTENDED,
        where=(t.place("Rotterdam", rotterdam),),
    )
    return t


def rival() -> Telling:
    """Another outlet with another size, a short form, and a bare surname."""
    t = Telling(
        "d2",
        "The Harbour Union has 2,000 members, the PA said. Orlov was not convicted, Pável Orlov's lawyer said.",
        outlet="Gazette",
        published="2024-06-01",
    )
    body = t.entity("Harbour Union", EntityType.ORGANIZATION)
    port = t.entity("PA", EntityType.PUBLIC_BODY)
    orlov = t.entity("Pável Orlov", EntityType.PERSON)
    t.claim(
        "The Harbour Union has 2,000 members",
        subject="The Harbour Union",
        of=body,
        verb="has",
        lemma="have",
        object="2,000 members",
        relation="has_size",
        said=(("the PA", port, "states", None),),
        figure=t.figure("2,000 members", 2000, 2000, unit="person", counted="members"),
    )
    t.claim(
        "Orlov was not convicted",
        subject="Orlov",
        of=orlov,
        verb="convicted",
        lemma="convict",
        relation="convicts",
        polarity=Polarity.NEGATIVE,
        said=(("Pável Orlov's lawyer", None, "states", None),),
    )
    return t
