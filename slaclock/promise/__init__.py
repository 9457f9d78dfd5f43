"""What the customer is told: a deadline rounded later into words, in his zone and language, never earlier (P1 to P7)."""
