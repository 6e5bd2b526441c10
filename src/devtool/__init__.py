"""What `./dev` does: sets this checkout up, runs its servers and processes, tests and checks it."""
