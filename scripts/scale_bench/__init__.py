"""What ``bench-scale`` makes and measures."""
