"""This file is the door for spaCy users: nlp.add_pipe("claimcheck") marks the market claims of a Doc in doc.spans["claims"].

The claims' records lie beside the spans in doc.user_data["claimcheck"], plain enough for DocBin and for nlp.pipe(n_process=2).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from claimcheck.claim import Article, Claim
from claimcheck.market import Instrument
from claimcheck.market.names import Names

KEY = "claimcheck"


@Language.factory(KEY, assigns=["doc.spans"], default_config={"spans_key": "claims", "written": "", "aliases": ""})
def make(nlp: Language, name: str, spans_key: str, written: str, aliases: str) -> ClaimFinder:
    """The component.  written: ISO date or time of all texts, "" = now; doc.user_data["written"] says it for one; aliases: a file of own names.

    Raises ValueError for a date that is none.
    """
    return ClaimFinder(spans_key, written, aliases)


class ClaimFinder:
    """Called with a Doc, returns it with doc.spans[spans_key]: one Span a claim, label = kind, kb_id = symbol, id = direction."""

    def __init__(self, spans_key: str, written: str, aliases: str) -> None:
        self.spans_key = spans_key
        self.written = moment(written) if written else None
        self.names = Names.load(Path(aliases) if aliases else None)

    def __call__(self, doc: Doc) -> Doc:
        from claimcheck.language import extract

        said = doc.user_data.get("written")
        article = Article("", doc.text, moment(said) if said else self.written or datetime.now(UTC))
        claims = extract(article, self.names).claims
        doc.spans[self.spans_key] = [span for span in (self._span(doc, claim) for claim in claims) if span is not None]
        doc.user_data[KEY] = [self._record(claim) for claim in claims]
        return doc

    def _span(self, doc: Doc, claim: Claim) -> Span | None:
        return doc.char_span(
            claim.span.start,
            claim.span.end,
            label=claim.kind.upper(),
            kb_id=self._symbol(claim),
            alignment_mode="expand",
            span_id=claim.direction,
        )

    def _symbol(self, claim: Claim) -> str:
        found = self.names.resolve(claim.subject, claim.written.date()) if claim.subject is not None else None
        return found.symbol if isinstance(found, Instrument) else ""

    def _record(self, claim: Claim) -> dict[str, object]:
        quantity = claim.quantity
        return {
            "start": claim.span.start,
            "end": claim.span.end,
            "text": claim.text,
            "kind": claim.kind,
            "direction": claim.direction,
            "subject": claim.subject.text if claim.subject is not None else "",
            "symbol": self._symbol(claim),
            "value": float(quantity.amount) if quantity is not None else None,
            "unit": quantity.unit if quantity is not None else "",
            "comparator": quantity.comparator if quantity is not None else "eq",
            "period": claim.period.shape,
        }

    def to_bytes(self, exclude=()) -> bytes:
        """Nothing: all that the component knows is in its configuration."""
        return b""

    def from_bytes(self, data: bytes, exclude=()) -> ClaimFinder:
        return self

    def to_disk(self, path, exclude=()) -> None:
        """Nothing: all that the component knows is in its configuration."""

    def from_disk(self, path, exclude=()) -> ClaimFinder:
        return self


def moment(text: str) -> datetime:
    """An ISO date or time; one without a zone is taken as UTC.  Raises ValueError."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
