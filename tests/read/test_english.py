"""This file tests the test for other languages: those are told, and English of any kind passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.read.english import foreign

FIXTURES = Path(__file__).parents[2] / "fixtures"
OTHERS = {
    "German": (
        "Die Aktie ist am Montag um drei Prozent gestiegen, weil der Umsatz nach dem Bericht für "
        "das Jahr nicht auf dem Stand von gestern ist und sich die Lage mit der Zeit ändert."
    ),
    "French": (
        "Le titre a gagné trois pour cent dans la journée de lundi et les investisseurs qui "
        "ont vendu sur le marché ne sont pas dans une bonne position avec cette hausse des prix."
    ),
    "Spanish": (
        "Las acciones de la empresa subieron el lunes un tres por ciento y los inversores que vendieron "
        "en el mercado no están en una buena posición con esta subida de los precios según el banco."
    ),
    "another script": "Акции компании выросли в понедельник на три процента после отчета о прибыли.",
}
FINE = [
    "",
    "Dow +3%",
    "1,234.5 " * 400,
    "AAPL MSFT GOOG " * 200,
    "Apple rose. " * 50,
    "Die Welt said. " * 6,
    "The Chinese name of the company is 阿里巴巴集团控股有限公司, and its shares rose 3 percent in Hong Kong. "
    * 3,
    (
        '"Das ist nicht gut für den Markt und für die Aktie", said the '
        "chief of the bank. The shares of the bank fell 3 percent on Monday."
    ),
]


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_told(language):
    assert language in foreign(OTHERS[language] * 2)


@pytest.mark.parametrize("text", FINE)
def test_what_is_not_certain_passes(text):
    assert foreign(text) == ""


def test_all_fixtures_are_english():
    texts = [path for path in FIXTURES.rglob("*") if path.suffix in (".txt", ".md")]
    assert len(texts) > 10 and not [path for path in texts if foreign(path.read_text(encoding="utf-8"))]
