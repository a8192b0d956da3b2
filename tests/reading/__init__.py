"""Tests of the reading part."""
