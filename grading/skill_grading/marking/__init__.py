"""Marking open answers by hand: what waits, what the teacher gave, and what is kept of it whatever happens."""
