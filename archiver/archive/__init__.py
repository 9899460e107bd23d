"""The archive: a folder with an SQLite database and the files that it speaks of."""

import sys

# sqlite-utils loads NumPy and pandas where they are installed, to know their types. No value here is of one of these,
# and with them every command begins a quarter of a second later.
_not_needed = [name for name in ("numpy", "pandas") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_not_needed))  # type: ignore[arg-type]  # None: not to be found
import sqlite_utils  # noqa: E402, F401

for _name in _not_needed:
    del sys.modules[_name]
