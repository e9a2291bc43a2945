-- A casefile of form 1, as the first release wrote it: four documents, thirteen claims.
PRAGMA application_id = 1869509219;
PRAGMA user_version = 1;
CREATE TABLE document (
	id TEXT NOT NULL,
	digest TEXT NOT NULL,
	title TEXT,
	outlet TEXT,
	byline TEXT,
	published TEXT,
	lang TEXT NOT NULL,
	url TEXT,
	text TEXT NOT NULL,
	annotation TEXT NOT NULL,
	missing TEXT NOT NULL,
	dropped INTEGER NOT NULL,
	claims INTEGER NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (digest)
);
CREATE TABLE entity (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	named BOOLEAN NOT NULL,
	aliases TEXT NOT NULL,
	nouns TEXT NOT NULL,
	merges TEXT NOT NULL,
	documents INTEGER NOT NULL,
	claims INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE judgement (
	"key" INTEGER NOT NULL,
	kind TEXT NOT NULL,
	"left" TEXT NOT NULL,
	"right" TEXT,
	verdict TEXT NOT NULL,
	note TEXT,
	"by" TEXT NOT NULL,
	at TEXT NOT NULL,
	undoes INTEGER,
	PRIMARY KEY ("key"),
	FOREIGN KEY(undoes) REFERENCES judgement ("key")
);
CREATE TABLE run (
	"key" INTEGER NOT NULL,
	at TEXT NOT NULL,
	version TEXT NOT NULL,
	totals TEXT NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE source (
	location TEXT NOT NULL,
	document TEXT NOT NULL,
	PRIMARY KEY (location),
	FOREIGN KEY(document) REFERENCES document (id) ON DELETE CASCADE
);
CREATE TABLE claim (
	"key" INTEGER NOT NULL,
	id TEXT NOT NULL,
	document TEXT NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	relation TEXT,
	factuality TEXT NOT NULL,
	polarity TEXT NOT NULL,
	context TEXT NOT NULL,
	figures BOOLEAN NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY ("key"),
	FOREIGN KEY(document) REFERENCES document (id) ON DELETE CASCADE
);
CREATE TABLE mention (
	"key" INTEGER NOT NULL,
	document TEXT NOT NULL,
	local TEXT NOT NULL,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	named BOOLEAN NOT NULL,
	aliases TEXT NOT NULL,
	nouns TEXT NOT NULL,
	mentions INTEGER NOT NULL,
	place TEXT,
	entity TEXT,
	PRIMARY KEY ("key"),
	FOREIGN KEY(document) REFERENCES document (id) ON DELETE CASCADE
);
CREATE TABLE concern (
	claim INTEGER NOT NULL,
	mention INTEGER NOT NULL,
	about BOOLEAN NOT NULL,
	PRIMARY KEY (claim, mention),
	FOREIGN KEY(claim) REFERENCES claim ("key") ON DELETE CASCADE,
	FOREIGN KEY(mention) REFERENCES mention ("key") ON DELETE CASCADE
);
CREATE VIRTUAL TABLE claim_text USING fts5(words, names, stems, tokenize = 'unicode61 remove_diacritics 2');
CREATE INDEX ix_source_document ON source (document);
CREATE INDEX ix_claim_factuality ON claim (factuality);
CREATE INDEX claim_document ON claim (document, start, "end", id);
CREATE INDEX claim_figures ON claim (figures);
CREATE INDEX ix_claim_id ON claim (id);
CREATE INDEX ix_mention_entity ON mention (entity);
CREATE UNIQUE INDEX mention_local ON mention (document, local);
CREATE INDEX ix_concern_mention ON concern (mention);
INSERT INTO document ("id", "digest", "title", "outlet", "byline", "published", "lang", "url", "text", "annotation", "missing", "dropped", "claims") VALUES ('494359c483c44408', '494359c483c44408d8a47353e8c9bf83fad4d651c90ad3bd67c84a6ec6f89df9', NULL, 'Harbour Post', NULL, '2024-05-01', 'en', NULL, 'The council of Northfield met for the 2th time. Hanna Weiss estimated that Mia Kos counted 14 boats. Tomas Lind said that Ana Ruiz counted 15 boats. Inés Marín denied that Pavel Orlov counted 16 boats.
', '{"id":"494359c483c44408","lang":"en","entities":[{"id":"e1","name":"Hanna Weiss","type":"Person","aliases":[],"mentions":[{"start":48,"end":59,"text":"Hanna Weiss","kind":"name","head":-1,"why":""}],"why":""},{"id":"e2","name":"Mia Kos","type":"Person","aliases":[],"mentions":[{"start":75,"end":82,"text":"Mia Kos","kind":"name","head":-1,"why":""}],"why":""},{"id":"e3","name":"Tomas Lind","type":"Person","aliases":[],"mentions":[{"start":101,"end":111,"text":"Tomas Lind","kind":"name","head":-1,"why":""}],"why":""},{"id":"e4","name":"Ana Ruiz","type":"Person","aliases":[],"mentions":[{"start":122,"end":130,"text":"Ana Ruiz","kind":"name","head":-1,"why":""}],"why":""},{"id":"e5","name":"Pavel Orlov","type":"Person","aliases":[],"mentions":[{"start":172,"end":183,"text":"Pavel Orlov","kind":"name","head":-1,"why":""}],"why":""}],"quotes":[],"figures":[],"times":[],"places":[],"claims":[],"blocks":[{"start":0,"end":201,"kind":"body","speaker":null,"at":null}],"corrections":[],"missing":[],"dropped":0,"unclaimed":[]}', '[]', 0, 4);
INSERT INTO document ("id", "digest", "title", "outlet", "byline", "published", "lang", "url", "text", "annotation", "missing", "dropped", "claims") VALUES ('e78ed8d9ec27cf05', 'e78ed8d9ec27cf05c130f9a1a100188a7a01268a7ef7ec23bc996baf685c1543', NULL, 'Harbour Post', NULL, '2024-05-01', 'en', NULL, 'The council of Northfield met for the 3th time. Tomas Lind said that Hanna Weiss counted 21 boats. Inés Marín denied that Tomas Lind counted 22 boats. Joan Fry estimated that Inés Marín counted 23 boats.
', '{"id":"e78ed8d9ec27cf05","lang":"en","entities":[{"id":"e1","name":"Tomas Lind","type":"Person","aliases":[],"mentions":[{"start":48,"end":58,"text":"Tomas Lind","kind":"name","head":-1,"why":""},{"start":122,"end":132,"text":"Tomas Lind","kind":"name","head":-1,"why":""}],"why":""},{"id":"e2","name":"Hanna Weiss","type":"Person","aliases":[],"mentions":[{"start":69,"end":80,"text":"Hanna Weiss","kind":"name","head":-1,"why":""}],"why":""},{"id":"e3","name":"Joan Fry","type":"Person","aliases":[],"mentions":[{"start":151,"end":159,"text":"Joan Fry","kind":"name","head":-1,"why":""}],"why":""}],"quotes":[],"figures":[],"times":[],"places":[],"claims":[],"blocks":[{"start":0,"end":203,"kind":"body","speaker":null,"at":null}],"corrections":[],"missing":[],"dropped":0,"unclaimed":[]}', '[]', 0, 4);
INSERT INTO document ("id", "digest", "title", "outlet", "byline", "published", "lang", "url", "text", "annotation", "missing", "dropped", "claims") VALUES ('f15cce4f40a32bb0', 'f15cce4f40a32bb0bf1ff6ed5c054c211c8eec4d62264b27d639a9e228d0766c', NULL, 'Harbour Post', NULL, '2024-05-01', 'en', NULL, 'The council of Northfield met for the 1th time. Pavel Orlov denied that Inés Marín counted 7 boats. Hanna Weiss estimated that Joan Fry counted 8 boats. Tomas Lind said that Ali Demir counted 9 boats.
', '{"id":"f15cce4f40a32bb0","lang":"en","entities":[{"id":"e1","name":"Pavel Orlov","type":"Person","aliases":[],"mentions":[{"start":48,"end":59,"text":"Pavel Orlov","kind":"name","head":-1,"why":""}],"why":""},{"id":"e2","name":"Hanna Weiss","type":"Person","aliases":[],"mentions":[{"start":100,"end":111,"text":"Hanna Weiss","kind":"name","head":-1,"why":""}],"why":""},{"id":"e3","name":"Joan Fry","type":"Person","aliases":[],"mentions":[{"start":127,"end":135,"text":"Joan Fry","kind":"name","head":-1,"why":""}],"why":""},{"id":"e4","name":"Tomas Lind","type":"Person","aliases":[],"mentions":[{"start":153,"end":163,"text":"Tomas Lind","kind":"name","head":-1,"why":""}],"why":""},{"id":"e5","name":"Ali Demir","type":"Person","aliases":[],"mentions":[{"start":174,"end":183,"text":"Ali Demir","kind":"name","head":-1,"why":""}],"why":""}],"quotes":[],"figures":[],"times":[],"places":[],"claims":[],"blocks":[{"start":0,"end":200,"kind":"body","speaker":null,"at":null}],"corrections":[],"missing":[],"dropped":0,"unclaimed":[]}', '[]', 0, 4);
INSERT INTO document ("id", "digest", "title", "outlet", "byline", "published", "lang", "url", "text", "annotation", "missing", "dropped", "claims") VALUES ('wire-1', '95900fb5ab8c88f96c1020e51a54571217d57de7d22b4b160da6b0a3fb3d3229', NULL, 'Example Wire', NULL, '2024-05-02', 'en', NULL, 'Ana Ruiz said that Pavel Orlov counted boats.', '{"id":"wire-1","lang":"en","entities":[{"id":"e1","name":"Ana Ruiz","type":"Person","aliases":[],"mentions":[{"start":0,"end":8,"text":"Ana Ruiz","kind":"name","head":-1,"why":""}],"why":""},{"id":"e2","name":"Pavel Orlov","type":"Person","aliases":[],"mentions":[{"start":19,"end":30,"text":"Pavel Orlov","kind":"name","head":-1,"why":""}],"why":""}],"quotes":[],"figures":[],"times":[],"places":[],"claims":[],"blocks":[{"start":0,"end":45,"kind":"body","speaker":null,"at":null}],"corrections":[],"missing":[],"dropped":0,"unclaimed":[]}', '[]', 0, 1);
INSERT INTO entity ("id", "name", "type", "named", "aliases", "nouns", "merges", "documents", "claims") VALUES ('20d9c6d6f5c4', 'Ali Demir', 'Person', 1, '[]', '[]', '[]', 1, 1);
INSERT INTO entity ("id", "name", "type", "named", "aliases", "nouns", "merges", "documents", "claims") VALUES ('28d8ea51c7f9', 'Joan Fry', 'Person', 1, '[]', '[]', '[{"rule": "same name", "name1": "Joan Fry", "name2": "Joan Fry", "document1": "e78ed8d9ec27cf05", "document2": "f15cce4f40a32bb0"}]', 2, 2);
INSERT INTO entity ("id", "name", "type", "named", "aliases", "nouns", "merges", "documents", "claims") VALUES ('30515957d264', 'Tomas Lind', 'Person', 1, '[]', '[]', '[{"rule": "same name", "name1": "Tomas Lind", "name2": "Tomas Lind", "document1": "494359c483c44408", "document2": "e78ed8d9ec27cf05"}, {"rule": "same name", "name1": "Tomas Lind", "name2": "Tomas Lind", "document1": "494359c483c44408", "document2": "f15cce4f40a32bb0"}]', 3, 4);
INSERT INTO entity ("id", "name", "type", "named", "aliases", "nouns", "merges", "documents", "claims") VALUES ('596bf25eff83', 'Pavel Orlov', 'Person', 1, '[]', '[]', '[{"rule": "same name", "name1": "Pavel Orlov", "name2": "Pavel Orlov", "document1": "494359c483c44408", "document2": "f15cce4f40a32bb0"}, {"rule": "same name", "name1": "Pavel Orlov", "name2": "Pavel Orlov", "document1": "494359c483c44408", "document2": "wire-1"}]', 3, 3);
INSERT INTO entity ("id", "name", "type", "named", "aliases", "nouns", "merges", "documents", "claims") VALUES ('7ec4a166dc20', 'Hanna Weiss', 'Person', 1, '[]', '[]', '[{"rule": "same name", "name1": "Hanna Weiss", "name2": "Hanna Weiss", "document1": "494359c483c44408", "document2": "e78ed8d9ec27cf05"}, {"rule": "same name", "name1": "Hanna Weiss", "name2": "Hanna Weiss", "document1": "494359c483c44408", "document2": "f15cce4f40a32bb0"}]', 3, 3);
INSERT INTO entity ("id", "name", "type", "named", "aliases", "nouns", "merges", "documents", "claims") VALUES ('dc6540159760', 'Mia Kos', 'Person', 1, '[]', '[]', '[]', 1, 1);
INSERT INTO entity ("id", "name", "type", "named", "aliases", "nouns", "merges", "documents", "claims") VALUES ('e84133574009', 'Ana Ruiz', 'Person', 1, '[]', '[]', '[{"rule": "same name", "name1": "Ana Ruiz", "name2": "Ana Ruiz", "document1": "494359c483c44408", "document2": "wire-1"}]', 2, 2);
INSERT INTO judgement ("key", "kind", "left", "right", "verdict", "note", "by", "at", "undoes") VALUES (1, 'claim', '494359c483c44408-48', NULL, 'accepted', 'checked by telephone', 'desk', '2024-06-02T09:00:00+00:00', NULL);
INSERT INTO run ("key", "at", "version", "totals") VALUES (1, '2024-06-01T10:00:00+00:00', '0.1.0', '{"read": 4, "unchanged": 1, "updated": 0, "failed": 0, "skipped": 0}');
INSERT INTO source ("location", "document") VALUES ('in/0.txt', 'f15cce4f40a32bb0');
INSERT INTO source ("location", "document") VALUES ('in/1.txt', '494359c483c44408');
INSERT INTO source ("location", "document") VALUES ('in/2.txt', 'e78ed8d9ec27cf05');
INSERT INTO source ("location", "document") VALUES ('in/copy.txt', 'f15cce4f40a32bb0');
INSERT INTO source ("location", "document") VALUES ('in/rows.jsonl#wire-1', 'wire-1');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (1, 'f15cce4f40a32bb0-0', 'f15cce4f40a32bb0', 0, 46, NULL, 'asserted', 'positive', 'body', 0, '{"id":"f15cce4f40a32bb0-0","evidence":{"start":0,"end":46,"text":"The council of Northfield met for the 1th time"},"subject":null,"predicate":{"text":"time","lemma":"time","start":42,"end":46},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"asserted","attribution":[],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (2, 'f15cce4f40a32bb0-48', 'f15cce4f40a32bb0', 48, 98, NULL, 'denied', 'positive', 'body', 0, '{"id":"f15cce4f40a32bb0-48","evidence":{"start":48,"end":98,"text":"Pavel Orlov denied that Inés Marín counted 7 boats"},"subject":{"text":"Pavel Orlov","start":48,"end":59,"entity":"e1"},"predicate":{"text":"boats","lemma":"boats","start":93,"end":98},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"denied","attribution":[{"speaker":{"text":"Pavel Orlov","start":48,"end":59,"entity":"e1"},"cue":{"text":"denied","start":60,"end":66},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (3, 'f15cce4f40a32bb0-100', 'f15cce4f40a32bb0', 100, 151, NULL, 'estimated', 'positive', 'body', 0, '{"id":"f15cce4f40a32bb0-100","evidence":{"start":100,"end":151,"text":"Hanna Weiss estimated that Joan Fry counted 8 boats"},"subject":{"text":"Joan Fry","start":127,"end":135,"entity":"e3"},"predicate":{"text":"boats","lemma":"boats","start":146,"end":151},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"estimated","attribution":[{"speaker":{"text":"Hanna Weiss","start":100,"end":111,"entity":"e2"},"cue":{"text":"estimated","start":112,"end":121},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (4, 'f15cce4f40a32bb0-153', 'f15cce4f40a32bb0', 153, 199, NULL, 'asserted', 'positive', 'body', 0, '{"id":"f15cce4f40a32bb0-153","evidence":{"start":153,"end":199,"text":"Tomas Lind said that Ali Demir counted 9 boats"},"subject":{"text":"Ali Demir","start":174,"end":183,"entity":"e5"},"predicate":{"text":"boats","lemma":"boats","start":194,"end":199},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"asserted","attribution":[{"speaker":{"text":"Tomas Lind","start":153,"end":163,"entity":"e4"},"cue":{"text":"said","start":164,"end":168},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (5, '494359c483c44408-0', '494359c483c44408', 0, 46, NULL, 'asserted', 'positive', 'body', 0, '{"id":"494359c483c44408-0","evidence":{"start":0,"end":46,"text":"The council of Northfield met for the 2th time"},"subject":null,"predicate":{"text":"time","lemma":"time","start":42,"end":46},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"asserted","attribution":[],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (6, '494359c483c44408-48', '494359c483c44408', 48, 99, NULL, 'estimated', 'positive', 'body', 0, '{"id":"494359c483c44408-48","evidence":{"start":48,"end":99,"text":"Hanna Weiss estimated that Mia Kos counted 14 boats"},"subject":{"text":"Mia Kos","start":75,"end":82,"entity":"e2"},"predicate":{"text":"boats","lemma":"boats","start":94,"end":99},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"estimated","attribution":[{"speaker":{"text":"Hanna Weiss","start":48,"end":59,"entity":"e1"},"cue":{"text":"estimated","start":60,"end":69},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (7, '494359c483c44408-101', '494359c483c44408', 101, 147, NULL, 'asserted', 'positive', 'body', 0, '{"id":"494359c483c44408-101","evidence":{"start":101,"end":147,"text":"Tomas Lind said that Ana Ruiz counted 15 boats"},"subject":{"text":"Ana Ruiz","start":122,"end":130,"entity":"e4"},"predicate":{"text":"boats","lemma":"boats","start":142,"end":147},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"asserted","attribution":[{"speaker":{"text":"Tomas Lind","start":101,"end":111,"entity":"e3"},"cue":{"text":"said","start":112,"end":116},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (8, '494359c483c44408-149', '494359c483c44408', 149, 200, NULL, 'denied', 'positive', 'body', 0, '{"id":"494359c483c44408-149","evidence":{"start":149,"end":200,"text":"Inés Marín denied that Pavel Orlov counted 16 boats"},"subject":{"text":"Pavel Orlov","start":172,"end":183,"entity":"e5"},"predicate":{"text":"boats","lemma":"boats","start":195,"end":200},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"denied","attribution":[{"speaker":{"text":"Pavel Orlov","start":172,"end":183,"entity":"e5"},"cue":{"text":"denied","start":160,"end":166},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (9, 'e78ed8d9ec27cf05-0', 'e78ed8d9ec27cf05', 0, 46, NULL, 'asserted', 'positive', 'body', 0, '{"id":"e78ed8d9ec27cf05-0","evidence":{"start":0,"end":46,"text":"The council of Northfield met for the 3th time"},"subject":null,"predicate":{"text":"time","lemma":"time","start":42,"end":46},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"asserted","attribution":[],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (10, 'e78ed8d9ec27cf05-48', 'e78ed8d9ec27cf05', 48, 97, NULL, 'asserted', 'positive', 'body', 0, '{"id":"e78ed8d9ec27cf05-48","evidence":{"start":48,"end":97,"text":"Tomas Lind said that Hanna Weiss counted 21 boats"},"subject":{"text":"Hanna Weiss","start":69,"end":80,"entity":"e2"},"predicate":{"text":"boats","lemma":"boats","start":92,"end":97},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"asserted","attribution":[{"speaker":{"text":"Tomas Lind","start":48,"end":58,"entity":"e1"},"cue":{"text":"said","start":59,"end":63},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (11, 'e78ed8d9ec27cf05-99', 'e78ed8d9ec27cf05', 99, 149, NULL, 'denied', 'positive', 'body', 0, '{"id":"e78ed8d9ec27cf05-99","evidence":{"start":99,"end":149,"text":"Inés Marín denied that Tomas Lind counted 22 boats"},"subject":{"text":"Tomas Lind","start":122,"end":132,"entity":"e1"},"predicate":{"text":"boats","lemma":"boats","start":144,"end":149},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"denied","attribution":[{"speaker":{"text":"Tomas Lind","start":122,"end":132,"entity":"e1"},"cue":{"text":"denied","start":110,"end":116},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (12, 'e78ed8d9ec27cf05-151', 'e78ed8d9ec27cf05', 151, 202, NULL, 'estimated', 'positive', 'body', 0, '{"id":"e78ed8d9ec27cf05-151","evidence":{"start":151,"end":202,"text":"Joan Fry estimated that Inés Marín counted 23 boats"},"subject":{"text":"Joan Fry","start":151,"end":159,"entity":"e3"},"predicate":{"text":"boats","lemma":"boats","start":197,"end":202},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"estimated","attribution":[{"speaker":{"text":"Joan Fry","start":151,"end":159,"entity":"e3"},"cue":{"text":"estimated","start":160,"end":169},"act":"states","when":null}],"why":""}');
INSERT INTO claim ("key", "id", "document", "start", "end", "relation", "factuality", "polarity", "context", "figures", "body") VALUES (13, 'wire-1-0', 'wire-1', 0, 44, NULL, 'asserted', 'positive', 'body', 0, '{"id":"wire-1-0","evidence":{"start":0,"end":44,"text":"Ana Ruiz said that Pavel Orlov counted boats"},"subject":{"text":"Pavel Orlov","start":19,"end":30,"entity":"e2"},"predicate":{"text":"boats","lemma":"boats","start":39,"end":44},"object":null,"arguments":[],"relation":null,"context":"body","figures":[],"when":[],"where":[],"polarity":"positive","factuality":"asserted","attribution":[{"speaker":{"text":"Ana Ruiz","start":0,"end":8,"entity":"e1"},"cue":{"text":"said","start":9,"end":13},"act":"states","when":null}],"why":""}');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (1, 'f15cce4f40a32bb0', 'e1', 'Pavel Orlov', 'Person', 1, '[]', '[]', 1, NULL, '596bf25eff83');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (2, 'f15cce4f40a32bb0', 'e2', 'Hanna Weiss', 'Person', 1, '[]', '[]', 1, NULL, '7ec4a166dc20');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (3, 'f15cce4f40a32bb0', 'e3', 'Joan Fry', 'Person', 1, '[]', '[]', 1, NULL, '28d8ea51c7f9');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (4, 'f15cce4f40a32bb0', 'e4', 'Tomas Lind', 'Person', 1, '[]', '[]', 1, NULL, '30515957d264');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (5, 'f15cce4f40a32bb0', 'e5', 'Ali Demir', 'Person', 1, '[]', '[]', 1, NULL, '20d9c6d6f5c4');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (6, '494359c483c44408', 'e1', 'Hanna Weiss', 'Person', 1, '[]', '[]', 1, NULL, '7ec4a166dc20');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (7, '494359c483c44408', 'e2', 'Mia Kos', 'Person', 1, '[]', '[]', 1, NULL, 'dc6540159760');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (8, '494359c483c44408', 'e3', 'Tomas Lind', 'Person', 1, '[]', '[]', 1, NULL, '30515957d264');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (9, '494359c483c44408', 'e4', 'Ana Ruiz', 'Person', 1, '[]', '[]', 1, NULL, 'e84133574009');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (10, '494359c483c44408', 'e5', 'Pavel Orlov', 'Person', 1, '[]', '[]', 1, NULL, '596bf25eff83');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (11, 'e78ed8d9ec27cf05', 'e1', 'Tomas Lind', 'Person', 1, '[]', '[]', 2, NULL, '30515957d264');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (12, 'e78ed8d9ec27cf05', 'e2', 'Hanna Weiss', 'Person', 1, '[]', '[]', 1, NULL, '7ec4a166dc20');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (13, 'e78ed8d9ec27cf05', 'e3', 'Joan Fry', 'Person', 1, '[]', '[]', 1, NULL, '28d8ea51c7f9');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (14, 'wire-1', 'e1', 'Ana Ruiz', 'Person', 1, '[]', '[]', 1, NULL, 'e84133574009');
INSERT INTO mention ("key", "document", "local", "name", "type", "named", "aliases", "nouns", "mentions", "place", "entity") VALUES (15, 'wire-1', 'e2', 'Pavel Orlov', 'Person', 1, '[]', '[]', 1, NULL, '596bf25eff83');
INSERT INTO concern ("claim", "mention", "about") VALUES (2, 1, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (3, 2, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (3, 3, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (4, 4, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (4, 5, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (6, 6, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (6, 7, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (7, 8, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (7, 9, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (8, 10, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (10, 11, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (10, 12, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (11, 11, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (12, 13, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (13, 14, 1);
INSERT INTO concern ("claim", "mention", "about") VALUES (13, 15, 1);
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (1, 'The council of Northfield met for the 1th time', '', 'the council of northfield met for the 1th tim');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (2, 'Pavel Orlov denied that Inés Marín counted 7 boats', 'Pavel Orlov', 'pavel orlov deny that ine marin count 7 boat pavel orlov');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (3, 'Hanna Weiss estimated that Joan Fry counted 8 boats', 'Hanna Weiss Joan Fry', 'hanna weiss estimat that joan fry count 8 boat hanna weiss joan fry');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (4, 'Tomas Lind said that Ali Demir counted 9 boats', 'Tomas Lind Ali Demir', 'toma lind said that ali demir count 9 boat toma lind ali demir');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (5, 'The council of Northfield met for the 2th time', '', 'the council of northfield met for the 2th tim');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (6, 'Hanna Weiss estimated that Mia Kos counted 14 boats', 'Hanna Weiss Mia Kos', 'hanna weiss estimat that mia kos count 14 boat hanna weiss mia kos');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (7, 'Tomas Lind said that Ana Ruiz counted 15 boats', 'Tomas Lind Ana Ruiz', 'toma lind said that ana ruiz count 15 boat toma lind ana ruiz');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (8, 'Inés Marín denied that Pavel Orlov counted 16 boats', 'Pavel Orlov', 'ine marin deny that pavel orlov count 16 boat pavel orlov');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (9, 'The council of Northfield met for the 3th time', '', 'the council of northfield met for the 3th tim');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (10, 'Tomas Lind said that Hanna Weiss counted 21 boats', 'Tomas Lind Hanna Weiss', 'toma lind said that hanna weiss count 21 boat toma lind hanna weiss');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (11, 'Inés Marín denied that Tomas Lind counted 22 boats', 'Tomas Lind', 'ine marin deny that toma lind count 22 boat toma lind');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (12, 'Joan Fry estimated that Inés Marín counted 23 boats', 'Joan Fry', 'joan fry estimat that ine marin count 23 boat joan fry');
INSERT INTO claim_text ("rowid", "words", "names", "stems") VALUES (13, 'Ana Ruiz said that Pavel Orlov counted boats', 'Ana Ruiz Pavel Orlov', 'ana ruiz said that pavel orlov count boat ana ruiz pavel orlov');
