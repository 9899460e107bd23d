"""The network: addresses asked for politely and safely, and their answers."""
