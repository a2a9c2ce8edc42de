"""From answers files to a gradebook and a skill report, by way of nbgrader."""

import sys

# jsonschema, which nbformat loads, can check IRIs. No schema here asks for that, and loading it compiles a grammar for
# over a second.
sys.modules.setdefault("rfc3987_syntax", None)
