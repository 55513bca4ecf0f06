// Read old versions of a kind of record, after one of them, by id and version.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, noun :: STRING, after_id :: STRING,
// after_version :: INTEGER, limit :: INTEGER
// returns: image :: STRING, id :: STRING, version :: INTEGER, superseded_by :: STRING,
// superseded_at :: INTEGER
MATCH (version:Superseded)
USING INDEX SEEK version:Superseded(network_id, noun, id, version)
WHERE version.network_id = $network_id AND version.noun = $noun AND version.id >= $after_id
    AND (version.id > $after_id OR version.version > $after_version)
    AND version.version >= 1 AND version.visible_from <= $revision
RETURN version.image AS image, version.id AS id, version.version AS version,
    version.superseded_by AS superseded_by, version.superseded_at AS superseded_at
ORDER BY version.id, version.version
LIMIT $limit
