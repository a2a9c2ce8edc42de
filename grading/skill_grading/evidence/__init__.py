"""What the report stands on: who did which exercise, and the decisions in it, as the data folder has them."""
