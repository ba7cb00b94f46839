"""Plan, run, write: the only floor that knows the order of the stages."""
