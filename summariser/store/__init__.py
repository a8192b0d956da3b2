"""One database of results for many articles: nothing is lost in it, and nothing is paid for twice."""
