"""The sample desk: real claims on one running story, so that a fresh machine has answers.

It keeps facts in the desk's own words, short quoted phrases and a locator. No article's sentences
are copied here.
"""
