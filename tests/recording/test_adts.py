from __future__ import annotations

import pytest

from archiver.recording.adts import adts_pieces, frame_seconds

FRAME = bytes([0xFF, 0xF1, 0x5C, 0x40, 0x02, 0x7F, 0xFC]) + b"sound of it!"  # 19 bytes, 22,050 Hz


@pytest.mark.parametrize(
    ("data", "pieces"),
    [
        (b"", []),
        (FRAME * 2, [FRAME, FRAME]),
        (FRAME * 2 + b"\0\0\0" + FRAME, [FRAME, FRAME + b"\0\0\0", FRAME]),
        (b"junk" + FRAME, [b"junk", FRAME]),
        (FRAME + b"\xff\xf1 is no frame", [FRAME, b"\xff\xf1 is no frame"]),
        (b"no sound", [b"no sound"]),
    ],
)
def test_frames_and_rubbish(data: bytes, pieces: list[bytes]) -> None:
    assert list(adts_pieces(data)) == pieces


def test_a_frame_lasts_1024_samples() -> None:
    assert frame_seconds(FRAME) == pytest.approx(1024 / 22_050)
    assert frame_seconds(b"junk") == 0
