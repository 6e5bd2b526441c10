"""Passkeys of officers and staff: a fingerprint, a face or a security key in place of a password or of a code.

A passkey belongs to one host name. Where an LGO moves to another one, its passkeys stop working; TOTP does not, so that
people are asked to keep both.
"""
