"""Models: the one typed call, its transport, and the model inside the process."""
