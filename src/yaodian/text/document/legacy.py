"""Old Word and WPS files (.doc, .wps, .rtf): through LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from yaodian.kernel.errors import DocumentError
from yaodian.text.document.model import Document
from yaodian.text.document.word import open_word

SECONDS = 90
ADVICE = "请用 Word 或 WPS 打开后另存为 .docx，再上传。"


def open_legacy(data: bytes, suffix: str) -> Document:
    """Convert to .docx in a folder of its own and read that."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise DocumentError(f"这里没有安装 LibreOffice，读不了 {suffix} 文件。{ADVICE}")
    with tempfile.TemporaryDirectory(prefix="yaodian-") as folder:
        # a .wps of Kingsoft is a .doc inside; under its own name LibreOffice takes it for one of Microsoft Works
        source = Path(folder) / f"plan{suffix if suffix == '.rtf' else '.doc'}"
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)  # noqa: S603  # no shell, own file
        except (subprocess.SubprocessError, OSError):
            raise DocumentError(f"LibreOffice 没能转换这个 {suffix} 文件。{ADVICE}") from None
        target = source.with_suffix(".docx")
        if not target.is_file():
            raise DocumentError(f"LibreOffice 没能转换这个 {suffix} 文件。{ADVICE}")
        return open_word(target.read_bytes())
