"""This file holds the house to its laws: one-way imports, light start, frozen facts, names and sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "claimcheck"
FILES = sorted(HOUSE.rglob("*.py"))

# Each room may import the rooms before it; rooms of one row may not import one another.
ORDER = (
    ("errors",),
    ("claim",),
    ("market",),
    ("stated", "corrected", "verdict"),
    ("kinds",),
    ("consistency", "language"),
    ("written", "front", "markup", "read"),
    ("checking",),
    ("rechecking",),
    ("report",),
    ("answer", "batch", "lint"),
    ("config",),
    ("lsp", "mcp", "notebook", "web"),
    ("cli",),
    ("__main__",),
)
# Rows whose rooms are parts of one room and build on one another.
TOGETHER = ({"stated", "corrected", "verdict"}, {"written", "front", "markup", "read"})
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}

ONLY_IN = {
    "spacy": ("language/",),
    "yfinance": ("market/prices/yahoo.py",),
    "rich": ("report/table.py", "cli/"),
    "click": ("cli/",),
}
NAMED_AFTER_NOTHING = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "base",
    "manager",
    "handler",
    "processor",
    "service",
    "core",
    "misc",
    "types",
}
MAY_INHERIT = {"Exception", "ValueError", "Enum", "StrEnum", "IntEnum", "Flag", "Protocol", "NamedTuple", "TypedDict"}


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> list[str]:
    """Every module named in an import statement, those for type checkers left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            found += [node.module]
            if node.module == "claimcheck":
                found += [f"claimcheck.{alias.name}" for alias in node.names]
    return found


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def wrong_way(own: str, modules: list[str]) -> list[str]:
    """The imports that go against the order."""
    wrong = []
    for module in modules:
        parts = module.split(".")
        if parts[0] != "claimcheck" or len(parts) == 1 or parts[1] == own:
            continue
        other = parts[1]
        together = any({own, other} <= rooms for rooms in TOGETHER)
        if other in RANK and not together and RANK[other] >= RANK[own]:
            wrong.append(module)
    return wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_go_one_way(path):
    own = room(path)
    if own == "__init__":
        assert not [module for module in imports(tree_of(path)) if module.startswith("claimcheck")]
        return
    assert own in RANK, f"{own} is a new room: give it its place in ORDER"
    assert not wrong_way(own, imports(tree_of(path)))


def test_the_order_is_looked_at_closely_enough():
    assert wrong_way("claim", ["claimcheck.market"]) == ["claimcheck.market"]
    assert wrong_way("checking", ["claimcheck.report"]) == ["claimcheck.report"]
    assert wrong_way("checking", ["claimcheck.claim", "json"]) == []
    assert imports(ast.parse("def f():\n    from claimcheck import cli")) == ["claimcheck", "claimcheck.cli"]


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_room(library):
    allowed = ONLY_IN[library]
    found = [
        str(path.relative_to(HOUSE))
        for path in FILES
        if any(module.split(".")[0] == library for module in imports(tree_of(path)))
    ]
    assert not [name for name in found if not name.startswith(allowed)]


@pytest.mark.parametrize(
    "command",
    [
        "import claimcheck",
        "import claimcheck.claim, claimcheck.verdict",
        "from claimcheck.cli import run; assert run(['--help']) == 0",
        "from claimcheck.cli import run; assert run(['--version']) == 0",
        "from claimcheck.cli import run; assert run(['check', '--help']) == 0",
        "from claimcheck.cli import run; assert run(['mcp', '--help']) == 0",
        "from claimcheck.cli import run; assert run(['check', 'no-such-file.md']) == 2",
    ],
)
def test_what_must_be_light_imports_nothing_heavy(command, tmp_path):
    heavy = {"spacy", "yfinance", "pandas"} | (
        {"numpy", "rich"} if "run(" in command and "no-such" not in command else set()
    )
    code = f"import sys\n{command}\nloaded = {heavy!r} & set(sys.modules)\nassert not loaded, loaded"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def classes() -> list[tuple[str, ast.ClassDef]]:
    return [
        (f"{path.relative_to(HOUSE)}:{node.name}", node)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
    ]


def test_no_inheritance_but_exceptions_enums_and_protocols():
    errors = {
        node.name
        for _, node in classes()
        if any(getattr(b, "id", "") in ("Exception", "ValueError") for b in node.bases)
    }
    wrong = [
        name
        for name, node in classes()
        for base in node.bases
        if getattr(base, "id", getattr(base, "attr", "")) not in MAY_INHERIT | errors
    ]
    assert not wrong


def test_dataclasses_are_slotted_and_those_that_pass_between_rooms_frozen():
    """What one room fills while it works, and never hands on, need not be frozen."""
    workshops = ("language/", "market/instruments.py", "market/prices/")
    contracts = ("language/__init__.py",)
    wrong = []
    for name, node in classes():
        inside = name.startswith(workshops) and not name.startswith(contracts)
        for decorator in node.decorator_list:
            if "dataclass" not in ast.unparse(decorator):
                continue
            said = {w.arg for w in getattr(decorator, "keywords", ()) if getattr(w.value, "value", None) is True}
            if not ({"slots"} if inside else {"frozen", "slots"}) <= said:
                wrong.append(name)
    assert not wrong


def test_rooms_are_named_after_something_and_stay_small():
    assert not [path for path in FILES if path.stem in NAMED_AFTER_NOTHING]
    long = {
        str(path.relative_to(HOUSE)): n
        for path in FILES
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > 600
    }
    assert not long


def test_every_room_says_what_it_is():
    wrong = [
        str(path.relative_to(HOUSE))
        for path in FILES
        if not (ast.get_docstring(tree_of(path)) or "").startswith("This file ")
    ]
    assert not wrong


def test_only_the_command_prints_reads_the_clock_or_exits():
    wrong = []
    for path in FILES:
        if room(path) == "cli" or path.name == "component.py":  # spaCy users' own door, as cli is the shell's
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in ("print", "sys.exit", "exit", "datetime.now", "date.today", "datetime.today", "time.time"):
                    wrong.append(f"{path.relative_to(HOUSE)}:{node.lineno} {called}")
    # When prices were fetched is part of them: that is the one other clock.
    assert not [each for each in wrong if not each.startswith("market/prices/")]


def test_functions_are_short():
    lengths = sorted(
        (node.end_lineno - node.lineno + 1, f"{path.relative_to(HOUSE)}:{node.name}")
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    assert lengths[len(lengths) // 2][0] <= 12
    assert len([each for each in lengths if each[0] > 40]) <= len(lengths) // 50, lengths[-20:]
