"""Who answers for an address, a network, an AS number, a domain or a country, and why.

Claims are derived from what teams publish (`claims`) and compared by keys (`keys`). A question (`targets`) is answered
by rules (`answers`) from an engine: by SQL for one (`sql`), in memory for many (`memory`, `index`, `bulk`). `asking`
does it on the site's own database; the offline program is made of the same modules (`bundle`, `joining`).
"""
