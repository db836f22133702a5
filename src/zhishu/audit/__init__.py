"""Is the result sound: does it agree with the figures that were published?"""
