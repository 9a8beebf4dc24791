"""Tables and trees as files named by their hash: written once, refused when they are no longer what they were."""

import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from yaodian.kernel.errors import YaodianError


class Damaged(YaodianError):
    """A snapshot's file is gone or was changed since it was taken."""


def keep(content: bytes) -> str:
    """Write a file, atomically; its SHA-256, by which it is found again."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as held:
        held.write(content)
    os.replace(held.name, target)  # noqa: PTH105  # replaces on Windows too, atomically
    return sha256


def kept(sha256: str) -> bytes:
    """The bytes of a file; Damaged where they are not those that were written."""
    path = path_of(sha256)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged("快照的文件缺失或被改动过，不能据此计算。请从备份恢复数据文件夹中的 snapshots，或重做快照。")
    return content


def keep_table(table: pa.Table) -> str:
    """Write rows as Parquet."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return keep(sink.getvalue().to_pybytes())


def kept_table(sha256: str, columns: Collection[str]) -> pa.Table:
    """Some columns of rows that `keep_table` wrote."""
    found: pa.Table = pq.read_table(pa.BufferReader(kept(sha256)), columns=sorted(columns))
    return found


def path_of(sha256: str) -> Path:
    """Where a file lies: beside uploads, not among them, so that nobody opens it by a link."""
    return Path(settings.MEDIA_ROOT) / "snapshots" / sha256[:2] / sha256
