"""This file is how the corpus is read: fixtures/corpus/*.txt as blocks of phrasings with one meaning."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "fixtures" / "corpus"


@dataclass(frozen=True)
class Block:
    """Sentences that claim the same (possibly nothing), written on one day; todo: why it is not yet so, "" where it is."""

    file: str
    line: int
    written: datetime
    sentences: tuple[str, ...]
    claims: tuple[str, ...]
    todo: str = ""


def blocks(path: Path) -> list[Block]:
    """The blocks of one file; a block that is none raises ValueError with file and line."""
    out, written, at = [], None, 1
    for chunk in path.read_text("utf-8").split("\n\n"):
        lines = [line for line in chunk.split("\n") if line.strip() and not line.startswith("#")]
        if lines and lines[0].startswith("written "):
            written = datetime.fromisoformat(lines[0].split()[1] + "T18:00:00-05:00")
        elif lines:
            if written is None:
                raise ValueError(f"{path.name}:{at}: no line 'written YYYY-MM-DD' before the first sentence")
            todo = next((line[5:].strip() for line in lines if line.startswith("todo:")), "")
            said = tuple(line for line in lines if not line.startswith((" ", "todo:")))
            out.append(Block(path.name, at, written, said, tuple(line.strip() for line in lines if line.startswith(" ")), todo))
        at += chunk.count("\n") + 2
    return out


def everything() -> list[Block]:
    return [block for path in sorted(CORPUS.glob("*.txt")) for block in blocks(path)]
