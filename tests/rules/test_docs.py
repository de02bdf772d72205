"""What the documents name exists, and what exists is in the documents."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

from mailbot.doors.cli.main import build
from mailbot.outbound.rules import load_rules
from mailbot.resources import ROOT, TEMPLATES
from mailbot.settings import Settings

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}


def commands() -> dict[str, set[str]]:
    """Each command with its options; those of a group as `review list`."""
    found: dict[str, set[str]] = {}
    top = typer.main.get_command(build())
    for name, command in top.commands.items():  # type: ignore[attr-defined]
        for sub, inner in getattr(command, "commands", {"": command}).items():
            found[f"{name} {sub}".strip()] = {
                option for p in inner.params for option in (*p.opts, *p.secondary_opts)
            }
    return found


def calls(text: str) -> list[list[str]]:
    """The words of every `mailbot ...` in code spans, blocks and shell lines."""
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
    lines = [line.strip("`$ ") for block in code for line in block.splitlines()]
    return [re.split(r"\s+#", line)[0].split()[1:] for line in lines if re.match(r"(\S*/)?mailbot \w", line)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_a_document_exists(path: Path) -> None:
    known = commands()
    for words in calls(TEXT[path]):
        plain = [word for word in words if not word.startswith("-")]
        name = next((n for n in (" ".join(plain[:2]), plain[0] if plain else "") if n in known), None)
        assert name, f"{path.name}: mailbot {' '.join(words)}"
        options = {word.split("=")[0] for word in words if word.startswith("-") and word != "-"}
        assert options <= known[name] | {"--config", "--now", "-v", "--version"}, f"{path.name}: {words}"


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_in_a_document(name: str) -> None:
    assert any(f"mailbot {name}" in text for text in TEXT.values()), name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_configuration_key_in_a_document_exists(path: Path) -> None:
    sections = "|".join(Settings.model_fields)
    for section, key in re.findall(rf"`({sections})\.(\w+)\b", TEXT[path]):
        if (ROOT / f"{section}.{key}").exists() or key in ("py", "md"):
            continue
        annotation = Settings.model_fields[section].annotation
        assert annotation is not None
        assert key in annotation.model_fields, f"{path.name}: {section}.{key}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_and_file_in_a_document_exists(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", TEXT[path]):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name}: {target}"
    for name in re.findall(r"`((?:mailbot|templates|config|tests|docs|db|tools)/[\w./-]+)`", TEXT[path]):
        assert (ROOT / name).exists() or any(ROOT.glob(name + "*")), f"{path.name}: {name}"


def test_every_occasion_has_its_template_folder_and_the_other_way_round() -> None:
    folders = {path.name for path in (TEMPLATES / "mail").iterdir() if not path.name.startswith("_")}
    assert {rule.kind for rule in load_rules(None)} <= folders
    for folder in folders:
        files = {path.name for path in (TEMPLATES / "mail" / folder).iterdir()}
        assert files >= {"subject.txt", "body.txt", "body.html"}, folder
        assert any(folder in path.read_text() for path in (ROOT / "mailbot" / "outbound").rglob("*.py")), (
            folder
        )


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split() if (ROOT / name).exists()]


def test_no_lock_names_an_index() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text()
        assert "://" not in text
        assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))


def test_files_are_short() -> None:
    """A room that has outgrown this is redesigned, not added to."""
    long = {name: lines for name in tracked() if name.startswith("mailbot/") and name.endswith(".py")
            and (lines := len((ROOT / name).read_text().splitlines())) > 300}  # fmt: skip
    assert long == {}
