"""Keeping files: written under their hash, atomically, before the row that names them."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings

from yaodian.apps.audit.clock import now
from yaodian.apps.files.models import StoredFile
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import BadInput


def path_of(sha256: str) -> Path:
    """Where the bytes of a hash lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def store_file(*, name: str, chunks: Iterable[bytes], unit: Unit, by: Acting, limit: int | None = None) -> StoredFile:
    """Keep an upload; refuses more than `limit` (else UPLOAD_LIMIT_BYTES) and leaves nothing behind when it does."""
    limit = limit or settings.UPLOAD_LIMIT_BYTES
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as held:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise BadInput({"file": f"文件超过{limit // 1024 // 1024}兆。请删去图片后另存，或只上传正文。"})
                digest.update(chunk)
                held.write(chunk)
        except BaseException:
            held.close()
            Path(held.name).unlink()
            raise
    target = path_of(digest.hexdigest())
    target.parent.mkdir(exist_ok=True)
    os.replace(held.name, target)  # noqa: PTH105  # replaces on Windows too, atomically
    clean = PurePosixPath(name.replace("\\", "/")).name[-200:] or "未命名"
    return StoredFile.objects.create(
        sha256=digest.hexdigest(), name=clean, size=size, unit=unit, uploaded_by=by.user, uploaded_at=now()
    )


def read_file(stored: StoredFile) -> bytes:
    """The bytes of an upload."""
    return path_of(stored.sha256).read_bytes()
