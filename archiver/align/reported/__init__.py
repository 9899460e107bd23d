"""Reported words: whether what somebody says was said was said, and with which differences, word by word."""
