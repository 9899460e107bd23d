"""Quotes: whether words as somebody reports them were said in what is archived."""
