"""The library as a service: over HTTP, and for agents over the Model Context Protocol."""
