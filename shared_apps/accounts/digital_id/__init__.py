"""Signing in with a state Digital ID by OpenID Connect.

A browser of an LGO goes to the provider, comes back to the one address registered there (the operator's host), is sent
on to its LGO's primary domain, and there, and only there, proves with state, nonce and PKCE that it had begun this.
"""
