// Records of further kinds, kept whole, with relationships to the actors that they name.
CREATE CONSTRAINT record_id IF NOT EXISTS FOR (r:Record) REQUIRE (r.network_id, r.noun, r.id) IS UNIQUE;
CREATE INDEX record_recorded IF NOT EXISTS FOR (r:Record) ON (r.network_id, r.noun, r.recorded_at);
CREATE INDEX record_revision IF NOT EXISTS FOR (r:Record) ON (r.network_id, r.revision);
