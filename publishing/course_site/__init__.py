"""Building, publishing and serving the course, and the `course` command."""
