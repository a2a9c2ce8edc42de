"""When a pupil can hand in, on which form, and what time it is at school."""
