"""zhishu: regional indices from records, in one command."""
