"""Scenarios, their scoring and the quiz that shows them: knows neither nbgrader nor the site."""
