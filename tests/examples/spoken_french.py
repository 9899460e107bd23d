"""French sentences, spoken by a synthetic voice (SVOX Pico), and their sound at 16 kHz."""

from __future__ import annotations

import numpy as np
from py_nanotts import NanoTTS

from archiver.arrays import Floats

SAID_IN_FRENCH = (
    "Mesdames et messieurs, je vous remercie d'être venus ce matin.",
    "Nous demandons aux autorités de libérer immédiatement toutes les personnes qui ont été arrêtées.",
)
LOUDNESS = 0.06  # mean amplitude, as that of the demo's spokesman
PAUSE = np.zeros(6_400, dtype=np.float32)


def spoken_in_french() -> Floats:
    """About nine seconds: each sentence, and a pause behind it."""
    voice = NanoTTS()
    said = [np.frombuffer(voice.speak(one, voice="fr-FR"), dtype=np.int16) for one in SAID_IN_FRENCH]
    whole = np.concatenate([part for one in said for part in (one.astype(np.float32) / 2**15, PAUSE)])
    return np.asarray(whole * (LOUDNESS / np.abs(whole).mean()), dtype=np.float32)
