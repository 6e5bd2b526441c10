"""Every part of the pages with invented content, to be looked at and tested. Not part of production."""
