"""The same fact told by several articles: linked with reasons, never merged."""
