"""The sheet as LibreOffice opens, prints and saves it; skipped where it is not installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.world import World
from yaodian.apps.plans.services.sheet_import import preview_sheet

from .conftest import exported, sent, with_cells
from .test_round_trip import ODD

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="没有 LibreOffice")]


def converted(data: bytes, kind: str, folder: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    (folder / "in").mkdir(exist_ok=True)
    source = folder / "in" / "任务分解表.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603  # its own path, no shell
    return folder / "out" / f"任务分解表.{kind}"


def test_saved_by_libreoffice_it_changes_only_what_was_edited(world: World, tmp_path: Path) -> None:
    first = world.items[0]
    first.measures = "\n".join(text for text in ODD if text != "\ufffe")
    first.save()
    data = with_cells(exported(world), {("2", "备注"): "改过"})
    read = sent(converted(data, "xlsx", tmp_path).read_bytes())
    assert read.plan_id == world.plan.pk
    found = preview_sheet(plan=world.plan, sent=read, by=world.of["plan-clerk"])
    assert ([(one.item.number, one.new) for one in found.changes], found.wrongs) == ([("2", "改过")], [])


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("a3", (1191, 842))])
def test_it_prints_one_page_wide_with_the_head_on_each(
    world: World, tmp_path: Path, paper: str, size: tuple[int, int]
) -> None:
    first = world.items[0]
    first.measures = "消防安全，" * 600
    first.save()
    pages = PdfReader(converted(exported(world, paper=paper), "pdf", tmp_path)).pages
    table = [page for page in pages if "填写说明" not in page.extract_text()]
    assert len(table) > 1
    for page in table:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size
        assert "牵头科室" in page.extract_text()
    said = "".join(page.extract_text() for page in table)
    assert said.count("消防安全，") >= 600
