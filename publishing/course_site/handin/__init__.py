"""The hand-in service: serves pupils the site and takes their answers. It can run nothing: no kernel, no notebook."""

from course_site.handin.app import make_app, running, serve

__all__ = ["make_app", "running", "serve"]
