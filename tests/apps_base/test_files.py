"""Evidence files: once for each hash, no remains of what is refused, no foreign folder in a name, only within reach."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.world import World, small_world
from yaodian.apps.files.models import StoredFile
from yaodian.apps.files.selectors import file_for
from yaodian.apps.files.services import path_of, read_file, store_file
from yaodian.kernel.errors import BadInput


@pytest.fixture
def world(db: None) -> World:
    return small_world()


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def keep(world: World, data: bytes = b"evidence", name: str = "照片.jpg") -> StoredFile:
    return store_file(name=name, chunks=[data[:3], data[3:]], unit=world.first, by=world.an)


def kept_files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_the_same_bytes_are_kept_once(world: World, media: Path) -> None:
    one, two = keep(world), keep(world, name="同一张.jpg")
    assert one.sha256 == two.sha256 == hashlib.sha256(b"evidence").hexdigest()
    assert kept_files(media) == [path_of(one.sha256)]
    assert read_file(two) == b"evidence"
    assert (two.name, two.size, two.unit, two.uploaded_by) == ("同一张.jpg", 8, world.first, world.an.user)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("照片.jpg", "照片.jpg"),
        ("../../etc/passwd", "passwd"),
        (r"C:\文件\总结.docx", "总结.docx"),
        ("", "未命名"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(world: World, given: str, kept: str) -> None:
    assert keep(world, name=given).name == kept


def test_what_is_too_big_leaves_nothing_behind(world: World, media: Path, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 4
    with pytest.raises(BadInput, match="文件超过"):
        keep(world)
    assert kept_files(media) == []
    assert not StoredFile.objects.exists()


def test_a_broken_upload_leaves_nothing_behind(world: World, media: Path) -> None:
    def torn() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store_file(name="a.txt", chunks=torn(), unit=world.first, by=world.an)
    assert kept_files(media) == []


def test_a_file_is_seen_by_those_who_reach_its_unit(world: World) -> None:
    stored = keep(world)
    seen_by = {acting.name for acting in [*world.of.values(), world.chang] if file_for(acting, stored.pk)}
    assert seen_by == {acting.name for role, acting in world.of.items() if role != "inspector"}
