"""Bags: an archive, or some of its releases, packed as other archives expect it (BagIt, RFC 8493), and unpacked."""
