"""What a school owes its pupils about their data: show it, forget it, let it go in time, and not lose it meanwhile."""
