"""The course under JupyterHub: what a pupil's server, the teacher's side and the hand-in service are there."""
