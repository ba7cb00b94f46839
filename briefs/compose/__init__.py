"""Pure: a topic in the form of one audience, as HTML and figure drawings.

Touches no disk, clock, network or Chrome: text, templates and a way to measure text are handed in.
"""
