"""The topics: one module a golden file, each with `build(topic)`."""
