"""Feedback for pupils: what they chose, what would have been better and why. Held back until the teacher releases it.

`content.py` says what there is to tell about one hand-in (pure), `page.py` makes it a page, `making.py` does so for
a class from what lies in the data folder, `releasing.py` gives it to pupils or takes it back. What is released lies
beside the hand-ins (`inbox/released.py`); pupils get nothing from anywhere else.
"""
