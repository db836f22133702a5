"""Benefit of the doubt: how far regions lie from the frontier of all, and the programmes that say so."""
