"""Who the pupils are: the class list, their codes, and the cards to print."""
