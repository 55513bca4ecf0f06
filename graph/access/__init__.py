"""Who can introduce whom: the access network, the odds of a hop, routes and why."""
