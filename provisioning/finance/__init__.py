"""An LGO and its money: package, quotations, invoices and documents, on the LGO's own host.

Billing's tables live in `public`; `reading` and `writing` are the only way to them from here. What they give is read to
the end inside the operator's scope, so that pages can show it in the LGO's.
"""
