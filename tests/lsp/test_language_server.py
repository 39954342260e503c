"""This file drives the language server with a real client over stdio, as an editor does."""
from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")
sys.path.insert(0, str(Path(__file__).parent))
from editor import Editor, applied  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from lsprotocol import types as lsp  # noqa: E402

from claimcheck.cli import run  # noqa: E402
from claimcheck.lsp.positions import Ruler  # noqa: E402

TOY = [str(Path(__file__).parent / "toy_server.py")]
REAL = ["-m", "claimcheck", "lsp", "--stdio"]
BLOG = Path(__file__).parent.parent.parent / "fixtures" / "blog"


def driven(scene, command: list[str], folder: Path, **how) -> None:
    """Run a scene with an editor of its own."""

    async def play() -> None:
        async with Editor(command, folder, **how) as editor:
            await scene(editor)

    asyncio.run(play())


def test_it_says_what_it_can_do(tmp_path):
    async def scene(editor: Editor) -> None:
        can = editor.server.capabilities
        assert editor.server.server_info.name == "claimcheck"
        assert can.text_document_sync.change == lsp.TextDocumentSyncKind.Full
        assert can.hover_provider and list(can.code_action_provider.code_action_kinds) == [
            lsp.CodeActionKind.QuickFix, "source.fixAll.claimcheck"]

    driven(scene, TOY, tmp_path)


def test_a_post_is_underlined_while_it_is_written(tmp_path):
    async def scene(editor: Editor) -> None:
        uri = editor.open("a.md", "Tesla jumped 9.2% on Friday.\n")
        (one,) = await editor.underlines(uri, 1)
        assert (one.source, one.code, one.severity) == ("claimcheck", "CC102 wrong-size", lsp.DiagnosticSeverity.Error)
        assert one.message.startswith("wrong in 29\nRead as: Tesla (TSLA) up 9.2%")
        assert one.range == lsp.Range(lsp.Position(0, 13), lsp.Position(0, 17))
        editor.change(uri, "Tesla jumped 6.2% on Friday.\n", 2)
        assert await editor.underlines(uri, 2) == []
        editor.close(uri)
        await editor.until(lambda: editor.shown[uri][-1].version is None)
        assert not editor.shown[uri][-1].diagnostics

    driven(scene, TOY, tmp_path)


def test_columns_count_utf16_so_that_an_emoji_is_two(tmp_path):
    text = "\U0001f468\u200d\U0001f4bb says 表: Tesla \U0001f680 jumped 9.2%.\r\n\u2028\x0b then 9.2%\n"

    async def scene(editor: Editor) -> None:
        uri = editor.open("emoji.md", text)
        found = await editor.underlines(uri, 1)
        first = len(text[:text.index("9.2%")].encode("utf-16-le")) // 2
        assert found[0].range == lsp.Range(lsp.Position(0, first), lsp.Position(0, first + 4))
        assert found[1].range == lsp.Range(lsp.Position(1, 8), lsp.Position(1, 12))
        hover = await editor.hover(uri, 0, first + 1)
        assert hover.range == found[0].range and "Tesla (TSLA)" in hover.contents.value
        assert await editor.hover(uri, 0, first - 1) is None
        fix, silence, every = await editor.actions(uri, found[0].range)
        (line,) = silence.edit.changes[uri]
        assert applied(text, [line]) == text.replace("\r\n", " <!-- claimcheck: ignore wrong-size -->\n")
        assert fix.is_preferred and fix.diagnostics[0].range == found[0].range
        assert applied(text, fix.edit.changes[uri]) == text.replace("\r\n", "\n").replace("9.2%", "6.2%", 1)
        assert every.kind == "source.fixAll.claimcheck"
        assert applied(text, every.edit.changes[uri]) == text.replace("\r\n", "\n").replace("9.2%", "6.2%")

    driven(scene, TOY, tmp_path)


def test_a_result_that_was_overtaken_is_not_shown_and_typing_is_not_kept_waiting(tmp_path):
    async def scene(editor: Editor) -> None:
        uri = editor.open("a.md", "slow 9.2%")
        for version in range(2, 12):
            editor.change(uri, "slow 9.2%" + "!" * version, version)
        other = editor.open("b.md", "nothing")
        assert await editor.underlines(other, 1) == []
        (one,) = await editor.underlines(uri, 11)
        assert one.message.startswith("wrong in 20")
        assert [each.version for each in editor.shown[uri]] == [11]

    driven(scene, TOY, tmp_path)


def test_hover_and_fixes_wait_for_the_text_as_it_stands(tmp_path):
    async def scene(editor: Editor) -> None:
        uri = editor.open("a.md", "nothing yet")
        await editor.underlines(uri, 1)
        editor.change(uri, "slow: 9.2%", 2)
        hover = await editor.hover(uri, 0, 7)
        assert hover is not None and "refuted" in hover.contents.value
        assert await editor.actions(uri, lsp.Range(lsp.Position(0, 0), lsp.Position(0, 2))) == []
        asked = lsp.Range(lsp.Position(0, 7), lsp.Position(0, 7))
        (every,) = await editor.actions(uri, asked, ["source.fixAll"])
        assert every.kind == "source.fixAll.claimcheck"
        assert await editor.actions(uri, asked, ["refactor"]) == []
        assert await editor.hover("file:///never/opened.md", 0, 0) is None

    driven(scene, TOY, tmp_path)


def test_what_goes_wrong_is_said_and_the_next_text_is_linted(tmp_path):
    async def scene(editor: Editor) -> None:
        uri = editor.open("a.md", "broken 9.2%")
        await editor.until(lambda: editor.messages)
        assert "internal error" in editor.messages[0] and "nobody expected this" in editor.messages[0]
        editor.change(uri, "unset", 2)
        await editor.until(lambda: len(editor.messages) > 1)
        assert editor.messages[1] == "claimcheck: claimcheck.toml:1: unknown key 'price'"
        editor.change(uri, "unset still", 3)
        await editor.hover(uri, 0, 0)
        assert len(editor.messages) == 2  # the same is not said at every key stroke
        editor.change(uri, "mended 9.2%", 4)
        assert len(await editor.underlines(uri, 4)) == 1
        editor.change(uri, "unset again", 5)
        await editor.until(lambda: len(editor.messages) > 2)

    driven(scene, TOY, tmp_path)


def test_settings_that_change_lint_everything_anew(tmp_path):
    async def scene(editor: Editor) -> None:
        await editor.until(lambda: editor.registered)
        assert editor.registered == [lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES]
        uri = editor.open("a.md", "9.2%")
        await editor.underlines(uri, 1)
        changed = lsp.FileEvent((tmp_path / "claimcheck.toml").as_uri(), lsp.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
        await editor.until(lambda: len(editor.shown[uri]) == 2)

    driven(scene, TOY, tmp_path, watches=True)


def test_it_ends_when_the_editor_says_so_even_in_the_middle_of_work(tmp_path):
    async def play() -> int | None:
        editor = Editor(TOY, tmp_path)
        async with editor:
            editor.open("a.md", "slow 9.2%")
            await asyncio.sleep(0.2)
        return editor.status

    assert asyncio.run(play()) == 0


def test_it_ends_when_the_editor_dies(tmp_path):
    """No shutdown, no exit: the pipe is closed."""

    async def play() -> int:
        process = await asyncio.create_subprocess_exec(sys.executable, *TOY, stdin=asyncio.subprocess.PIPE,
                                                       stdout=asyncio.subprocess.DEVNULL)
        process.stdin.close()
        return await asyncio.wait_for(process.wait(), 60)

    assert asyncio.run(play()) == 0


FRIDAY = "---\ndate: 2025-08-22\n---\n\n"


@pytest.fixture(scope="module")
def blog(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("blog")
    for name in ("claimcheck.toml", "claimcheck.lock"):
        shutil.copy(BLOG / name, folder)
    return folder


def test_the_real_server_checks_what_is_written_and_puts_the_figure_right(blog, monkeypatch):
    """One server, since its model takes a moment: false, true, dated by name, HTML, undated, broken, without a file."""
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(blog / "cache"))

    async def scene(editor: Editor) -> None:
        await false_then_true(editor)
        await told_on_hover(editor)
        await other_texts(editor)

    driven(scene, REAL, blog)


async def false_then_true(editor: Editor) -> None:
    text = FRIDAY + "Tesla jumped 9.2% \U0001f680 on Friday.\n"
    uri = editor.open("new.md", text)
    (one,) = await editor.underlines(uri, 1)
    assert one.code == "CC102 wrong-size" and "Tesla rose 6.2%" in one.message
    assert "320.11 (21 Aug 2025) to 340.01 (22 Aug 2025)" in one.message
    assert one.range == lsp.Range(lsp.Position(4, 13), lsp.Position(4, 17))
    fix, silence = await editor.actions(uri, one.range)
    assert silence.title == "Ignore wrong-size in this paragraph" and not silence.is_preferred
    assert fix.title == "Write “6.2” instead of “9.2”" and fix.is_preferred
    mended = applied(text, fix.edit.changes[uri])
    assert mended == text.replace("9.2", "6.2")
    editor.change(uri, applied(text, silence.edit.changes[uri]), 2)
    assert await editor.underlines(uri, 2) == []
    editor.change(uri, mended, 3)
    assert await editor.underlines(uri, 3) == []


async def told_on_hover(editor: Editor) -> None:
    """A claim that is true says why on hover as well."""
    uri = (editor.folder / "new.md").as_uri()
    hover = await editor.hover(uri, 4, 14)
    told = hover.contents.value
    assert told.startswith("**✓ supported**") and "Tesla (TSLA) up 6.2%, on 22 Aug 2025" in told
    assert "| TSLA, 22 Aug, close to close | 320.11 (21 Aug 2025) to 340.01 (22 Aug 2025) | up 6.22% | inside |" in told
    assert told.endswith("Prices: files:../prices")
    assert await editor.hover(uri, 4, 2) is None


async def other_texts(editor: Editor) -> None:
    page = '<meta name="date" content="2025-08-22"><p>Intel shares &amp; co: Intel fell <b>5.5%</b> on Friday.</p>'
    html = editor.open("page.html", page, "html")
    (one,) = await editor.underlines(html, 1)
    assert one.code == "CC101 wrong-direction" and one.range.start.character == page.index("5.5%")
    letter = "= Title\nA. Writer\n2025-08-22\n\nOne line,\nTesla rose 9.2% on Friday.\n"
    asked = editor.open("ask.adoc", letter, "asciidoc")
    (one,) = await editor.underlines(asked, 1)
    _, silence = await editor.actions(asked, one.range)
    (edit,) = silence.edit.changes[asked]
    assert (edit.range.start, edit.new_text) == (lsp.Position(5, 0), "// claimcheck: ignore wrong-size\n")
    named = editor.open("2025-08-22-title.rst", "The Dow fell 1.89% on Friday.\n", "restructuredtext")
    assert [each.code for each in await editor.underlines(named, 1)] == ["CC101 wrong-direction"]
    undated = editor.open("undated.md", "Tesla jumped 9.2% on Friday.\n")
    assert [each.code for each in await editor.underlines(undated, 1)] == ["CC401 no-date"]
    unsaved = editor.open("untitled:Untitled-1", FRIDAY + "Tesla jumped 9.2% on Friday.\n")
    assert [each.code for each in await editor.underlines(unsaved, 1)] == ["CC102 wrong-size"]
    program = editor.open("program.py", "# Tesla jumped 9.2% on Friday.\n", "python")
    assert await editor.underlines(program, 1) == []
    bad = editor.open("bad.md", "---\ndate: someday\n---\n\nTesla jumped 9.2% on Friday.\n")
    assert [each.code for each in await editor.underlines(bad, 1)] == ["CC402 unreadable"]
    for number, text in enumerate(("", "---\n", "+++\n= [\n+++\n", "\ud83d half", "<!-- ", "\0"), 2):
        editor.change(bad, text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), number)
        await editor.underlines(bad, number)


def test_without_pygls_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("claimcheck.cli.lsp.find_spec", lambda name: None)
    assert run(["lsp"]) == 2
    assert 'pip install "claimcheck-markets[lsp]"' in capsys.readouterr().err


def test_a_person_who_starts_it_is_told_that_it_is_for_editors(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    assert run(["lsp"]) == 2
    assert "docs/lint.md" in capsys.readouterr().err


@settings(deadline=None)
@given(st.text(st.sampled_from("ab\r\n\t表\U0001f680é\u0301\u2028\x0b"), max_size=30), st.integers(0, 40),
       st.sampled_from(list(lsp.PositionEncodingKind)))
def test_a_position_comes_back_as_the_offset_it_was(text, offset, units):
    ruler = Ruler(text, units)
    offset = min(offset, len(text))
    back = ruler.offset(ruler.position(offset))
    between = 0 < offset < len(text) and text[offset - 1:offset + 1] == "\r\n"  # within a line end is no position
    assert back == (offset - 1 if between else offset)


@given(st.integers(0, 9), st.integers(0, 99))
def test_a_position_outside_the_text_is_its_nearest(line, character):
    text = "one\r\ntwo\U0001f680\nthree"
    at = Ruler(text).offset(lsp.Position(line, character))
    ends = {0: 3, 1: 9}
    assert at <= ends.get(line, len(text))
