"""Source tables: read, typed, validated, located; a bad row goes to quarantine, never away."""
