// Networks, their actors and what happened between them.
CREATE CONSTRAINT network_id IF NOT EXISTS FOR (n:Network) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT hidden_network_id IF NOT EXISTS FOR (n:HiddenNetwork) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT actor_id IF NOT EXISTS FOR (a:Actor) REQUIRE (a.network_id, a.id) IS UNIQUE;
CREATE CONSTRAINT interaction_id IF NOT EXISTS FOR (i:Interaction) REQUIRE (i.network_id, i.id) IS UNIQUE;
CREATE CONSTRAINT note_id IF NOT EXISTS FOR (n:Note) REQUIRE (n.network_id, n.id) IS UNIQUE;
CREATE CONSTRAINT tie_type_id IF NOT EXISTS FOR (t:TieType) REQUIRE (t.network_id, t.id) IS UNIQUE;
CREATE CONSTRAINT tie_id IF NOT EXISTS FOR ()-[t:TIE]-() REQUIRE (t.network_id, t.id) IS UNIQUE;
CREATE CONSTRAINT position_id IF NOT EXISTS FOR ()-[p:POSITION]-() REQUIRE (p.network_id, p.id) IS UNIQUE;
CREATE INDEX actor_place IF NOT EXISTS FOR (a:Actor) ON (a.network_id, a.place);
CREATE INDEX actor_revision IF NOT EXISTS FOR (a:Actor) ON (a.network_id, a.revision);
CREATE INDEX contact_order IF NOT EXISTS FOR (c:Contact) ON (c.network_id, c.sort_key);
CREATE INDEX partner_order IF NOT EXISTS FOR (p:Partner) ON (p.network_id, p.sort_key);
CREATE INDEX interaction_order IF NOT EXISTS FOR (i:Interaction) ON (i.network_id, i.held_on);
CREATE INDEX interaction_revision IF NOT EXISTS FOR (i:Interaction) ON (i.network_id, i.revision);
CREATE INDEX note_revision IF NOT EXISTS FOR (n:Note) ON (n.network_id, n.revision);
CREATE INDEX tie_revision IF NOT EXISTS FOR ()-[t:TIE]-() ON (t.network_id, t.revision);
CREATE INDEX position_revision IF NOT EXISTS FOR ()-[p:POSITION]-() ON (p.network_id, p.revision);
// The change log and old versions.
CREATE CONSTRAINT revision_number IF NOT EXISTS FOR (r:Revision) REQUIRE (r.network_id, r.revision) IS UNIQUE;
CREATE CONSTRAINT superseded_version IF NOT EXISTS FOR (s:Superseded) REQUIRE (s.network_id, s.noun, s.id, s.version) IS UNIQUE;
CREATE INDEX superseded_revision IF NOT EXISTS FOR (s:Superseded) ON (s.network_id, s.revision);
CREATE INDEX superseded_visible_from IF NOT EXISTS FOR (s:Superseded) ON (s.network_id, s.visible_from);
CREATE CONSTRAINT pending_id IF NOT EXISTS FOR (p:Pending) REQUIRE (p.network_id, p.noun, p.id) IS UNIQUE;
CREATE CONSTRAINT idempotency_key IF NOT EXISTS FOR (k:IdempotencyKey) REQUIRE (k.network_id, k.user_id, k.key) IS UNIQUE;
CREATE INDEX idempotency_key_at IF NOT EXISTS FOR (k:IdempotencyKey) ON (k.network_id, k.at);
// Who may come in, and long work.
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE;
CREATE CONSTRAINT credential_id IF NOT EXISTS FOR (c:Credential) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT credential_digest IF NOT EXISTS FOR (c:Credential) REQUIRE c.digest IS UNIQUE;
CREATE INDEX credential_user IF NOT EXISTS FOR (c:Credential) ON (c.user_id);
CREATE CONSTRAINT job_id IF NOT EXISTS FOR (j:Job) REQUIRE j.id IS UNIQUE;
CREATE INDEX job_network IF NOT EXISTS FOR (j:Job) ON (j.network_id);
CREATE INDEX job_state IF NOT EXISTS FOR (j:Job) ON (j.state);
