"""Every write of billing. All run in the public scope; `actor` is the person, `at` the moment."""
