"""What ``bench-linking`` and ``bench-hearing`` share: tables, memory, and how far scores can be believed."""
