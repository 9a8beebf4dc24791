"""Pages run on Chromium 86 under a strict CSP and ask no other host: looked for in the sources, and kept for the vendored files."""

import hashlib
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "yaodian" / "web"
OURS = sorted([*(WEB / "static" / "yaodian").glob("*.css"), *(WEB / "static" / "yaodian").glob("*.js")])
VENDOR = WEB / "static" / "vendor"
TEMPLATES = sorted(WEB.rglob("*.html"))

# What Chromium learned after 86, by the version that brought it. Allowed although newer, since they carry no meaning and an
# old browser simply leaves them out: text-wrap, text-autospace, text-spacing-trim.
TOO_NEW_CSS = {
    r":has\(": 105,
    r":is\(": 88,
    r":where\(": 88,
    r":user-(in)?valid": 119,
    r"@container": 105,
    r"@layer": 99,
    r"@scope": 118,
    r"(?<![\w-])aspect-ratio\s*:": 88,
    r"(?<![\w-])inset\s*:": 87,
    r"inset-(inline|block)": 87,
    r"(margin|padding)-(inline|block)(-start|-end)?\s*:": 87,
    r"accent-color": 93,
    r"color-mix\(": 111,
    r"\b(oklch|oklab|lch|lab)\(": 111,
    r"\b\d+(dvh|svh|lvh|dvw)\b": 108,
    r"subgrid": 117,
    r"(?m)^\s*&": 112,
    r"overflow:\s*clip|overflow-[xy]:\s*clip": 90,
    r"scrollbar-gutter": 94,
    r"content-visibility:\s*hidden": 108,
}
TOO_NEW_JS = {
    r"\.at\(": 92,
    r"structuredClone": 98,
    r"\.findLast(Index)?\(": 97,
    r"Object\.(hasOwn|groupBy)": 93,
    r"\.to(Sorted|Reversed|Spliced)\(": 110,
    r"\.showPopover|popover=": 114,
    r"\b(static\s*\{|#[a-z]\w*\s+in\s)": 91,
    r"crypto\.randomUUID": 92,
    r"AbortSignal\.(timeout|any)": 103,
    r"navigator\.(canShare)": 89,
    r"Promise\.withResolvers": 119,
    r"/[dgimsuy]*v[dgimsuy]*\.test": 112,
    r"\binert\s*=": 102,
}


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_newer_than_chromium_86(path: Path) -> None:
    text = without_comments(path.read_text(encoding="utf-8"))
    known = TOO_NEW_CSS if path.suffix == ".css" else TOO_NEW_JS
    found = {pattern: f"Chromium {since}" for pattern, since in known.items() if re.search(pattern, text)}
    assert found == {}


@pytest.mark.parametrize("pattern", [*TOO_NEW_CSS, *TOO_NEW_JS])
def test_the_patterns_are_patterns(pattern: str) -> None:
    assert re.compile(pattern).search("") is None


INLINE = {
    r"<script(?![^>]*\b(src=|type=.application/json))": "a script in the page: put it into static/yaodian/*.js, data through json_script",
    r"<style": "styles in the page: put them into static/yaodian/*.css",
    r"\sstyle\s*=": "a style attribute: use a class, or an SVG attribute for a width",
    r"\son[a-z]+\s*=\s*[\"']": "an on… attribute: listen in static/yaodian/*.js",
    r"javascript:": "a javascript: address",
    r"\shx-on": "hx-on needs eval: listen in static/yaodian/*.js",
    r"hx-vals\s*=\s*[\"']js:": "js: values need eval",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_template_is_fit_for_a_strict_csp_and_names_no_other_host(path: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert [why for pattern, why in INLINE.items() if re.search(pattern, text)] == []
    hosts = re.findall(r"(?:https?:)?//[a-z0-9][\w.-]*\.[a-z]{2,}", text)
    assert [host for host in hosts if host != "http://www.w3.org"] == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_static_files_name_no_other_host(path: Path) -> None:
    text = without_comments(path.read_text(encoding="utf-8"))
    assert [host for host in re.findall(r"https?://[^\s\"')]+", text) if "www.w3.org" not in host] == []
    assert not re.search(r"\beval\(|new Function|innerHTML\s*\+?=\s*`|document\.write", text)


def test_icons_used_are_icons_there() -> None:
    sprite = (WEB / "static" / "yaodian" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([il]-[a-z0-9-]+)"', sprite))
    used = {
        f"i-{name}"
        for path in TEMPLATES
        for name in re.findall(r"""{% icon ["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8"))
    }
    from yaodian.web.navigation import sections
    from yaodian.web.templatetags.yaodian import LIGHTS

    used |= {f"i-{section.icon}" for section in sections()} | {f"l-{light}" for light in LIGHTS}
    assert used - drawn == set(), "add the symbol from Tabler Icons to static/yaodian/icons.svg"


def test_vendored_files_are_the_ones_named_with_licence_and_hash() -> None:
    listed = dict(
        re.findall(r"^\| `([\w.-]+)` .* \| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text("utf-8"), re.M)
    )
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.suffix in (".css", ".js")
    }
    assert there == listed
    for name in re.findall(r"\[(LICENSE\.[\w.-]+|NOTICE\.[\w.-]+)\]", (VENDOR / "README.md").read_text("utf-8")):
        assert (VENDOR / name).is_file()


def test_vendored_styles_load_nothing_from_elsewhere() -> None:
    text = (VENDOR / "tabler.min.css").read_text(encoding="utf-8")
    assert "@import" not in text
    assert {url[:5] for url in re.findall(r"url\([\"']?([^\"')]{5})", text)} == {"data:"}
