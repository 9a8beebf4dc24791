"""What the fuzzer once found, kept small: each was an exception, a value that is no number, or the end of the process."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.fuzz.test_fuzz import read_all, watch
from tests.text.document.files import xlsx
from yaodian.kernel.errors import DocumentError
from yaodian.text.document import open_document

ROWS = [["序号", "目标任务"], [1, "新建学校2所"]]
OPEN = "import sys; from yaodian.text.document import open_document; open_document(sys.stdin.buffer.read(), 'a.xlsx')"


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A container in whose parts something is replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(target, "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(old, new))
    return target.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        f"新建学校{'9' * 400}所。",
        f"投资{'9' * 400}.5万元，占{'9' * 330}%以上。",
        f"每学期听课{'8' * 310}至{'9' * 330}节。",
        "达到百分之" + "九千万亿" * 90 + "。",
    ],
    ids=lambda text: text[:8],
)
def test_a_number_without_end_is_no_value(text: str) -> None:
    read_all(text)


@pytest.mark.parametrize(
    "unit", ["和", "与", "学校和", "各学校及", "0", "三", "2024年", "不得、", "提升到稳定在", "每学期"]
)
def test_the_same_again_and_again_takes_no_time(unit: str) -> None:
    with watch():
        read_all(f"1、{unit * 60}要加强管理，新建学校3所。\n2、轮训教师，审计股{unit * 60}\n")


def test_a_container_that_points_before_its_beginning_is_refused() -> None:
    data = bytearray(xlsx(ROWS))
    del data[40:119]  # lost from the first part: those after it are found, it would lie before the beginning
    with pytest.raises(DocumentError):
        open_document(bytes(data), "a.xlsx")


@pytest.mark.parametrize("announced", [b"999999999999", b"99999999999999999999999", b"&#57;99999999999"])
def test_a_workbook_that_announces_more_than_fits_is_refused(announced: bytes) -> None:
    data = changed(xlsx(ROWS), b'uniqueCount="3"', b'uniqueCount="' + announced + b'"')
    assert announced in b"".join(zipfile.ZipFile(io.BytesIO(data)).read(n) for n in ("xl/sharedStrings.xml",))
    # in a process of its own: the workbook reader aborted the one that it ran in
    told = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", OPEN], input=data, capture_output=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert b"DocumentError" in told.stderr, told.stderr[-300:]
