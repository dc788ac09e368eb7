"""Make or buy: the review whether an offer fits one body's need, and its return at each due date."""
