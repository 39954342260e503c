"""This file is the spaCy component as spaCy users use it: any English pipeline, saved and loaded, in two processes."""
from __future__ import annotations

import pytest
import spacy
from spacy.tokens import DocBin

TEXT = "The Dow fell 9.53 points, or 0.06 percent, to 15,238.59 on Monday."
SPANS = [("9.53 points", "CHANGE", "^DJI", "down"), ("0.06 percent", "CHANGE", "^DJI", "down"), ("15,238.59", "LEVEL", "^DJI", "")]


@pytest.fixture(scope="module")
def nlp():
    made = spacy.blank("en")
    if not made.has_factory("claimcheck"):
        pytest.skip("claimcheck is not installed, so its entry point is not known to spaCy: pip install -e .")
    made.add_pipe("claimcheck", config={"written": "2013-06-10T18:00:00-04:00"})
    return made


def spans(doc) -> list[tuple[str, str, str, str]]:
    return [(s.text, s.label_, s.kb_id_, s.id_) for s in doc.spans["claims"]]


def test_a_blank_pipeline_marks_claims(nlp):
    doc = nlp(TEXT)
    assert spans(doc) == SPANS
    assert [r["value"] for r in doc.user_data["claimcheck"]] == [9.53, 0.06, 15238.59]


def test_a_saved_pipeline_is_the_same(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    assert spans(spacy.load(tmp_path)(TEXT)) == SPANS


def test_docs_survive_storing(nlp):
    kept = DocBin(docs=[nlp(TEXT)], store_user_data=True).to_bytes()
    doc = next(iter(DocBin(store_user_data=True).from_bytes(kept).get_docs(nlp.vocab)))
    assert spans(doc) == SPANS
    assert doc.user_data["claimcheck"][0]["symbol"] == "^DJI"


def test_two_processes_give_the_same(nlp):
    texts = [TEXT, "Nothing happened.", TEXT]
    assert [spans(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=1)] == [SPANS, [], SPANS]


def test_a_date_that_is_none_is_refused():
    made = spacy.blank("en")
    if not made.has_factory("claimcheck"):
        pytest.skip("claimcheck is not installed, so its entry point is not known to spaCy: pip install -e .")
    with pytest.raises(ValueError, match="isoformat"):
        made.add_pipe("claimcheck", config={"written": "yesterday"})
