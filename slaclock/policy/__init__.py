"""What was promised to whom: budgets, targets, policies, the book they stand in, agreements and concessions."""
