"""The application's own schemas: what its desk wants to see. Nothing of summariser's."""
