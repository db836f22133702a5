"""Panel → comparable panel: every indicator between worst and best, larger is better."""
