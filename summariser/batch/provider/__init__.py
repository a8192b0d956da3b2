"""Batches at a provider's batch service."""
