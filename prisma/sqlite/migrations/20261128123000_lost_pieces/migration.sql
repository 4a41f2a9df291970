-- A piece that somebody deletes takes with it what is known of its rows: the day counts as touched, and is read anew.
CREATE TRIGGER "piece_deleted" AFTER DELETE ON "piece" BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    VALUES (old."series_id", old."from_ms", 1)
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
END;
