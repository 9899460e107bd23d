"""When the words of a link were said: forced alignment, boundaries of speech, words that the engine omitted."""
