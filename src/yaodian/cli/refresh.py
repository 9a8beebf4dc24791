"""`yaodian refresh`: renew what is generated: the registers' tables (fields.py), the message catalogues, one folder for each
screen, the manual's pages and the API's description. Where one screen is named, only its catalogue.

English messages of templates (and of NAVIGATION) go to `locale/zh_Hans`, Chinese ones of Python code to `locale/en`,
each beside what uses it. Translations are kept, messages no longer used are dropped, and every .mo is compiled anew.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from rich.console import Console

from yaodian.cli.django_ready import set_up
from yaodian.cli.fields import renew_fields
from yaodian.cli.manual import renew as renew_manual
from yaodian.cli.manual_indicators import renew_indicators
from yaodian.cli.manual_numbers import renew_numbers
from yaodian.cli.manual_registers import renew_registers
from yaodian.cli.openapi import renew_openapi

PACKAGE = Path(__file__).parents[1]
PLURALS = {"zh_Hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
FUNCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Message:
    """One message to translate: the key it has at run time, and the file where it stands first."""

    text: str
    plural: str = ""
    context: str = ""
    where: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it one message."""
        return self.context, self.text

    @property
    def language(self) -> str:
        """Into which language it must be translated."""
        return "en" if CHINESE.search(self.text) else "zh_Hans"


def refresh(screen: str | None = None) -> int:
    """Renew all catalogues and the manual, or one screen's; lists the messages that want a translation. 0 if none does."""
    wanting = 0
    if screen is None:
        renew_fields()
        renew_manual()
        renew_registers()
        renew_indicators()
        renew_numbers()
        renew_openapi()
    for folder in places():
        if screen not in (None, folder.name):
            continue
        for catalogue in renew(folder):
            for entry in untranslated(catalogue):
                wanting += 1
                Console().print(f"{catalogue.fpath}: {entry.msgid!r}", markup=False, soft_wrap=True)
    Console().print(f"{wanting} messages want a translation" if wanting else "all messages are translated")
    return int(wanting > 0)


def places() -> list[Path]:
    """The folders that have a `locale` of their own: each screen, the rest of the web, the apps."""
    web = PACKAGE / "web"
    return [*sorted(path.parent for path in web.glob("screens/*/__init__.py")), web, PACKAGE / "apps"]


def renew(folder: Path) -> list[polib.POFile]:
    """Write the catalogues of one folder and compile them; those that have messages."""
    found = list(messages_of(folder))
    renewed = []
    for language in PLURALS:
        path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
        catalogue = merged(path, language, [message for message in found if message.language == language])
        if catalogue:
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
            renewed.append(catalogue)
        else:
            for old in (path, path.with_suffix(".mo")):
                old.unlink(missing_ok=True)
    return renewed


def merged(path: Path, language: str, messages: Iterable[Message]) -> polib.POFile:
    """The catalogue of these messages, with the translations that the file at `path` has."""
    old = {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    new = polib.POFile(wrapwidth=0)
    new.fpath = str(path)
    new.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    for message in {message.key: message for message in reversed(list(messages))}.values():
        known = old.get(message.key)
        entry = polib.POEntry(msgctxt=message.context or None, msgid=message.text, occurrences=[(message.where, "")])
        if message.plural:
            forms = range(1 if language == "zh_Hans" else 2)
            kept = (known.msgstr_plural or {0: known.msgstr}) if known else {}
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {form: kept.get(form, "") for form in forms}
        elif known:
            entry.msgstr = known.msgstr or known.msgstr_plural.get(0, "")
        if known and "fuzzy" in known.flags:
            entry.flags.append("fuzzy")
        new.append(entry)
    new.sort(key=lambda entry: (entry.occurrences[0][0], entry.msgid))
    return new


def untranslated(catalogue: polib.POFile) -> list[polib.POEntry]:
    """The entries without a translation, or with one that somebody marked as doubtful."""
    return [entry for entry in catalogue if not entry.translated()]


def messages_of(folder: Path) -> Iterator[Message]:
    """All messages of one place: a screen's, or what of `web` and `apps` lies outside the screens."""
    screens = PACKAGE / "web" / "screens"
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.py")]):
        if folder not in (screens, *screens.iterdir()) and path.is_relative_to(screens):
            continue
        where = path.relative_to(folder).as_posix()
        read = of_template if path.suffix == ".html" else of_module
        for message in read(path.read_text(encoding="utf-8")):
            yield Message(message.text, message.plural, message.context, where)


def of_module(source: str) -> Iterator[Message]:
    """Messages in Python: constants in `_()` and its relatives, and the labels of `Section` and `Tab`.

    >>> [m.text for m in of_module('Tab("Tasks", "task-list"); x = _("任务")')]
    ['Tasks', '任务']
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        at = {"Section": 1, "Tab": 0}.get(node.func.id, 0 if node.func.id in FUNCTIONS else None)
        if at is None or len(node.args) <= at:
            continue
        words = [word.value for word in node.args[at : at + 2] if isinstance(word, ast.Constant)]
        if words and isinstance(words[0], str):
            yield Message(words[0], str(words[1]) if node.func.id.startswith("ngettext") else "")


def of_template(source: str) -> Iterator[Message]:
    """Messages in a template, found by Django's own parser, so that the keys are those looked up at run time.

    >>> list(of_template('{% blocktranslate count n=n %}{{ n }} task{% plural %}{{ n }} tasks{% endblocktranslate %}'))
    [Message(text='%(n)s task', plural='%(n)s tasks', context='', where='')]
    """
    set_up()
    from django.template import Template
    from django.template.base import Lexer, TokenType
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    parsed = Template(source).nodelist
    for node in parsed.get_nodes_by_type(TranslateNode):
        literal = node.filter_expression.var.literal
        if isinstance(literal, str):
            yield Message(literal.replace("%", "%%"), context=_constant(node.message_context))
    for node in parsed.get_nodes_by_type(BlockTranslateNode):
        plural = node.render_token_list(node.plural)[0] if node.plural else ""
        yield Message(node.render_token_list(node.singular)[0], plural, _constant(node.message_context))
    for token in Lexer(source).tokenize():
        if token.token_type in (TokenType.VAR, TokenType.BLOCK):
            for _quote, text in re.findall(r"""_\((["'])(.*?)\1\)""", token.contents):
                yield Message(text)


def _constant(expression: object) -> str:
    return str(getattr(expression, "var", "") or "")
