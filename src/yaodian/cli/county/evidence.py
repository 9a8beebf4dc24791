"""Evidence files of the demo, made from their name alone: a small picture (.png) or a few lines (.txt)."""

import struct
import zlib
from hashlib import sha256
from typing import Any

from yaodian.apps.files.services import store_file
from yaodian.apps.orgs.acting import Acting

WIDTH, HEIGHT = 320, 200


def evidence(name: str, by: Acting, says: str = "") -> Any:
    """The stored file of this name, uploaded by who reports."""
    stem, _dot, kind = name.rpartition(".")
    content = (
        picture(stem)
        if kind == "png"
        else f"{stem}\n\n{by.post_name} {by.name}\n{says}\n（示范县的样例文件）\n".encode()
    )
    return store_file(name=name, chunks=[content], unit=by.post.unit, by=by)


def picture(seed: str) -> bytes:
    """A plain picture whose two colours come from the seed: sky over ground with a house, so that each differs."""
    digest = sha256(seed.encode()).digest()
    sky, wall, ground = (bytes(96 + byte // 2 for byte in digest[at : at + 3]) for at in (0, 3, 6))
    left, top = 40 + digest[9] % 80, 50 + digest[10] % 40
    rows = []
    for y in range(HEIGHT):
        base = ground if y > HEIGHT * 3 // 4 else sky
        house = wall * 150 if top <= y <= HEIGHT * 3 // 4 else base * 150
        rows.append(b"\0" + base * left + house + base * (WIDTH - left - 150))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(b"".join(rows)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
