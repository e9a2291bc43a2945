"""How a text attributes: by verbs, by phrases, by nouns, by quotation marks. Joined in ``extract.attributions``."""
