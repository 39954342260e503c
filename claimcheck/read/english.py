"""This file is whether a text is in another language than English.

Only texts that certainly are (docs/decisions/0071) count: most of the letters are of another script, or there are
plenty of another language's commonest words and next to none of English.  What is short or mixed passes as English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

START = 6_000  # code points that are looked at
FEWEST_LETTERS = 40
FEWEST_WORDS = 12  # common words of the other language that it takes
TIMES = 4  # how much commoner they are than the English ones
PLAIN = re.compile(r"\b(?:the|and|said|with|that|was)\b")  # a glance settles nearly every English text
GLANCE, ENOUGH = 600, 5
WORD = re.compile(r"[^\W\d_]+")
ENGLISH = frozenset(
    "the of to and in that for is was it with as by at from be are has have had not but this which its were been "
    "an will would they he she their who said more than after over about also or".split()
)
# The commonest words of each that are no English words; a word of several languages counts for each of them.
COMMON = {
    "German": "der und den von ist mit des sich dem für nicht auf eine auch dass bei nach einer wurde sind zum zur",
    "French": "le la les des est et du une dans qui que pour pas sur au plus avec sont ce cette aux ont été",
    "Spanish": "el la los las del que y una por con para es se su al lo como más fue sus pero según",
    "Italian": "il di che la del della per una con non sono gli dei le nel alla ha più anche delle",
    "Portuguese": "o que do da em um para os uma com não as dos na se por mais foi ao pela pelo são",
    "Dutch": "de het een van en dat voor met niet zijn op aan ook door bij naar uit werd maar wordt",
    "Polish": "się nie na jest że przez jak od oraz za po dla który które tym jego być",
    "Swedish": "och att det som på är av för den med till har inte ett om var sig från",
    "Turkish": "ve bir için ile olarak bu daha çok olan kadar sonra göre yüzde ise ancak gibi",
    "Indonesian": "yang dan dengan untuk dari ini pada tidak dalam akan itu juga oleh telah persen atau",
}
OTHERS = {language: frozenset(words.split()) for language, words in COMMON.items()}


def foreign(text: str) -> str:
    """What the text is written in ("German", "another script"), "" for English and for whatever is not certain."""
    if len(PLAIN.findall(text, 0, GLANCE)) >= ENOUGH:
        return ""
    start = text[:START]
    if other_script(start):
        return "in another script"
    words = Counter(word.lower() for word in WORD.findall(start))
    english = sum(words[word] for word in ENGLISH)
    language, count = max(
        ((name, sum(words[word] for word in common)) for name, common in OTHERS.items()), key=lambda each: each[1]
    )
    return language if count >= FEWEST_WORDS and count > TIMES * english else ""


def other_script(start: str) -> bool:
    """Whether most letters are not Latin ones."""
    if start.isascii():
        return False
    letters = [letter for letter in start if letter.isalpha()]
    beyond = [letter for letter in letters if ord(letter) > 0x24F]
    strange = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in beyond)
    return len(letters) >= FEWEST_LETTERS and strange > len(letters) / 2
