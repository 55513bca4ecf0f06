// Finds who was merged into somebody: their requests count for the one who stays.
CREATE INDEX actor_merged IF NOT EXISTS FOR (a:Actor) ON (a.network_id, a.merged_into);
