"""One region against another under thresholds: preference flows and the ELECTRE family."""
