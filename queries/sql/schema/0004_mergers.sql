-- Finds who was merged into somebody: their requests count for the one who stays.

CREATE INDEX actor_merged ON actor (network, merged_into) WHERE merged_into IS NOT NULL;
