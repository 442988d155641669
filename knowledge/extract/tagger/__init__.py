"""A trained tagger beside the rules: roles of words, what belongs together, what to keep of both.

None is shipped; `onrecord train` makes one from a newsroom's own labelled texts.
"""
