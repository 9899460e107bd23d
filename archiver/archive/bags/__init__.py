"""Bags: an archive, or some of its releases, packed as other archives expect it (BagIt, RFC 8493), and unpacked."""

import logging

logging.getLogger("bagit").setLevel(logging.CRITICAL)  # it tells in words of its own what it raises as well
