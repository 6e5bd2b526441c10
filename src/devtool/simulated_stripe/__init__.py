"""A simulated Stripe for `./dev demo` and the tests: Checkout by card and PromptPay, refunds, disputes and payouts.

It is honest about what it is: every page says that no money moves, every object that it returns has the keys of the
SDK's own class and no other, and every request is checked against the SDK's own types. Nothing here was verified
against the real Stripe.
"""
