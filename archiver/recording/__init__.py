"""Sound: found, downloaded, probed, decoded, cut."""
