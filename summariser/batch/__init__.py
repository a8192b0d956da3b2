"""Many articles: read with bounded concurrency within limits, kept in a store, gone on with after any stop."""
