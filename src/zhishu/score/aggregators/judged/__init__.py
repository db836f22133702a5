"""Scores from grades, judged objects and roots by importance: what people said decides the form."""
