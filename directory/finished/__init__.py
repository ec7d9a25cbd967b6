"""Pages that are made once and answered many times: what is kept of them, where, and the layer that serves them."""
