"""Options side by side: law, decisions, money, influence of each way to work together, for one question."""
