"""The verbs of the `course` command, one module per group; each parses, calls and prints."""
