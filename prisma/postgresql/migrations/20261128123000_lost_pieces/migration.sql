-- A piece that somebody deletes takes with it what is known of its rows: the day counts as touched, and is read anew.
CREATE FUNCTION "note_piece_deleted"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes") SELECT "series_id", "from_ms", 1 FROM deleted;
    RETURN NULL;
END $$;

CREATE FUNCTION "note_pieces_truncated"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT "series_id", "open_at_ms" - mod("open_at_ms", 86400000), count(*) FROM "candle" GROUP BY 1, 2
    UNION ALL
    SELECT "series_id", "settled_at_ms" - mod("settled_at_ms", 86400000), count(*) FROM "funding_rate" GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE TRIGGER "piece_deleted" AFTER DELETE ON "piece" REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION "note_piece_deleted"();
CREATE TRIGGER "piece_truncated" AFTER TRUNCATE ON "piece"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_pieces_truncated"();
-- Also for a session that replays another's changes.
ALTER TABLE "piece" ENABLE ALWAYS TRIGGER "piece_deleted";
ALTER TABLE "piece" ENABLE ALWAYS TRIGGER "piece_truncated";
