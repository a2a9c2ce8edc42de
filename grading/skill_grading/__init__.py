"""From answers files to a gradebook and a skill report, by way of nbgrader."""
