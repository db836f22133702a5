"""How sure are we: draws over every uncertain choice, intervals of ranks, ties, tiers, small areas."""
