"""Types of arrays that several parts pass to each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Samples = npt.NDArray[np.int16] | npt.NDArray[np.float32]
"""Sound, 16 kHz mono: 16 bits, or 1.0 for full scale."""
