"""The demo: two invented LGOs with people and cases. It is filled through the same services that people use."""
