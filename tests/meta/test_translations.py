"""Every message has its translation, every compiled catalogue is current, and a word has one translation everywhere."""

from pathlib import Path

import polib
import pytest

from yaodian.cli.refresh import (
    CHINESE,
    PLURALS,
    Message,
    merged,
    messages_of,
    of_module,
    of_template,
    places,
    untranslated,
)

ROOT = Path(__file__).parents[2]
CATALOGUES = [
    pytest.param(folder, language, id=f"{folder.name}-{language}") for folder in places() for language in PLURALS
]


def path_of(folder: Path, language: str) -> Path:
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def as_needed(folder: Path, language: str) -> polib.POFile:
    needed = [message for message in messages_of(folder) if message.language == language]
    return merged(path_of(folder, language), language, needed)


@pytest.mark.parametrize(("folder", "language"), CATALOGUES)
def test_every_message_is_translated(folder: Path, language: str) -> None:
    wanting = [entry.msgid for entry in untranslated(as_needed(folder, language))]
    assert wanting == [], f"translate them in {path_of(folder, language).relative_to(ROOT)} after ./yaodian refresh"


@pytest.mark.parametrize(("folder", "language"), CATALOGUES)
def test_the_catalogue_is_as_refresh_would_write_it(folder: Path, language: str) -> None:
    path = path_of(folder, language)
    needed = as_needed(folder, language)
    if not needed:
        assert not path.exists(), "run ./yaodian refresh"
        return
    kept = polib.pofile(str(path))
    assert {(e.msgctxt, e.msgid) for e in kept} == {(e.msgctxt, e.msgid) for e in needed}, "run ./yaodian refresh"
    assert path.with_suffix(".mo").read_bytes() == kept.to_binary(), "run ./yaodian refresh"


@pytest.mark.parametrize(("folder", "language"), CATALOGUES)
def test_a_translation_is_in_its_language_and_keeps_the_places(folder: Path, language: str) -> None:
    path = path_of(folder, language)
    for entry in polib.pofile(str(path)) if path.exists() else ():
        for told in [entry.msgstr, *entry.msgstr_plural.values()]:
            if told:
                assert language == "zh_Hans" or not CHINESE.search(told), told
                assert told.count("%(") <= entry.msgid.count("%(") + entry.msgid_plural.count("%("), told


def test_one_word_has_one_translation() -> None:
    told: dict[tuple[str, str, str], dict[str, str]] = {}
    for folder in places():
        for language in PLURALS:
            path = path_of(folder, language)
            for entry in polib.pofile(str(path)) if path.exists() else ():
                words = entry.msgstr or entry.msgstr_plural.get(0, "")
                told.setdefault((language, entry.msgctxt or "", entry.msgid), {})[folder.name] = words
    differing = {key[2]: found for key, found in told.items() if len(set(found.values())) > 1}
    assert differing == {}, 'the first catalogue wins for all; tell them apart: {% translate "…" context "…" %}'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Tasks" %}', [Message("Tasks")]),
        ('{% translate "Due" context "noun" as due %}', [Message("Due", context="noun")]),
        ("{% translate tab.label %}", []),
        ('{% translate "100% done" %}', [Message("100%% done")]),
        ('{% include "x.html" with title=_("No task") %}', [Message("No task")]),
        ("{% if a %}{% for b in c %}{% translate 'Deep' %}{% endfor %}{% else %}{% translate 'Else' %}{% endif %}",
         [Message("Deep"), Message("Else")]),
        ("{% blocktranslate with n=x|length %}{{ n }} of 5%{% endblocktranslate %}", [Message("%(n)s of 5%%")]),
        ("{% blocktranslate trimmed %}\n  one\n  two\n{% endblocktranslate %}", [Message("one two")]),
    ],
)  # fmt: skip
def test_templates_are_read_as_django_reads_them(source: str, expected: list[Message]) -> None:
    assert list(of_template(source)) == expected


def test_python_is_read_for_labels_and_messages() -> None:
    source = """
class Kind(TextChoices):
    BUREAU = "bureau", _("教育局")
NAVIGATION = (Section("plan", "Work plan", "file-text", 20, (Tab("Tasks", "task-list", 20),)),)
text = ngettext("%(n)s项", "%(n)s项任务", n)
other = translate("never")
computed = _(name)
"""
    assert {(found.text, found.plural) for found in of_module(source)} == {
        ("教育局", ""), ("Work plan", ""), ("Tasks", ""), ("%(n)s项", "%(n)s项任务")
    }  # fmt: skip


def test_refreshing_keeps_what_is_translated_and_drops_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    old = polib.POFile()
    old.extend([polib.POEntry(msgid="Tasks", msgstr="任务"), polib.POEntry(msgid="Gone", msgstr="没了")])
    old.save(str(path))
    new = merged(path, "zh_Hans", [Message("Tasks", where="a.html"), Message("New", where="a.html")])
    assert {entry.msgid: entry.msgstr for entry in new} == {"Tasks": "任务", "New": ""}
    assert [entry.msgid for entry in untranslated(new)] == ["New"]
