"""The measure of linking: texts with known answers, our links and plain ways to link, and how good both are.

It works on text alone, so that any system can be measured that ties sentences to paragraphs.
"""
