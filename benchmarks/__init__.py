"""How speed and scale are measured: ratios in one run on one machine. Never part of the tests."""
