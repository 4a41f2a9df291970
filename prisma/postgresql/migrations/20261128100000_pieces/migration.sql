-- CreateTable
CREATE TABLE "piece" (
    "series_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "changes" BIGINT NOT NULL DEFAULT 0,
    "accounted" BIGINT NOT NULL DEFAULT 0,
    "hashed" BIGINT NOT NULL DEFAULT -1,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "first_row_at_ms" BIGINT,
    "last_row_at_ms" BIGINT,
    "sha256" TEXT,

    CONSTRAINT "piece_pkey" PRIMARY KEY ("series_id","from_ms")
);

-- CreateTable
CREATE TABLE "piece_change" (
    "series_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "changes" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "piece_change_series_id_idx" ON "piece_change"("series_id");

-- CreateTable
CREATE TABLE "funding_schedule" (
    "series_id" INTEGER NOT NULL,
    "observed_at_ms" BIGINT NOT NULL,
    "first_next_at_ms" BIGINT NOT NULL,
    "interval_minutes" INTEGER NOT NULL,
    "last_next_at_ms" BIGINT NOT NULL,

    CONSTRAINT "funding_schedule_pkey" PRIMARY KEY ("series_id","observed_at_ms")
);

-- CreateTable
CREATE TABLE "claim" (
    "series_id" INTEGER NOT NULL,
    "row_at_ms" BIGINT NOT NULL,
    "claimed" TEXT NOT NULL,
    "looks" INTEGER NOT NULL,
    "first_seen_at_ms" BIGINT NOT NULL,
    "last_seen_at_ms" BIGINT NOT NULL,
    "found_by" TEXT NOT NULL,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("series_id","row_at_ms")
);

-- AlterTable
ALTER TABLE "certificate" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "before_listing" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "after_delisting" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "before_history" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "market" ADD COLUMN "listing" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "asset_class" TEXT;
DROP INDEX "market_exchange_symbol_key";
CREATE UNIQUE INDEX "market_exchange_symbol_listing_key" ON "market"("exchange", "symbol", "listing");

-- AlterTable
ALTER TABLE "series" ADD COLUMN "rows" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "revisions" BIGINT NOT NULL DEFAULT 0;

-- What is there already is the fetcher's own, and was never hashed.
INSERT INTO "piece" ("series_id", "from_ms", "changes", "accounted")
SELECT "series_id", "open_at_ms" - "open_at_ms" % 86400000, count(*), count(*) FROM "candle" GROUP BY 1, 2;
INSERT INTO "piece" ("series_id", "from_ms", "changes", "accounted")
SELECT "series_id", "settled_at_ms" - "settled_at_ms" % 86400000, count(*), count(*) FROM "funding_rate" GROUP BY 1, 2;

UPDATE "series" SET
    "rows" = (SELECT count(*) FROM "candle" WHERE "candle"."series_id" = "series"."id")
        + (SELECT count(*) FROM "funding_rate" WHERE "funding_rate"."series_id" = "series"."id"),
    "revisions" = (SELECT count(*) FROM "revision" WHERE "revision"."series_id" = "series"."id");

-- Found without reading the others.
CREATE INDEX "piece_to_hash_idx" ON "piece"("series_id", "from_ms") WHERE "changes" <> "hashed";
CREATE INDEX "piece_touched_idx" ON "piece"("series_id", "from_ms") WHERE "changes" <> "accounted";

-- Whoever touches a row, its piece is marked in the same transaction (docs/adr/0019-pieces-marked-by-the-database.md).
-- As the tables' owner, so that nobody who may write rows is refused for want of a right.
CREATE FUNCTION "note_candle_inserted"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT "series_id", "open_at_ms" - mod("open_at_ms", 86400000), count(*) FROM inserted GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION "note_candle_deleted"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT "series_id", "open_at_ms" - mod("open_at_ms", 86400000), count(*) FROM deleted GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION "note_candle_updated"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    -- A row that is in both with the same values was not touched.
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT "series_id", "open_at_ms" - mod("open_at_ms", 86400000), greatest(count(*) FILTER (WHERE was), count(*) FILTER (WHERE NOT was))
    FROM (
        SELECT true AS was, before.* FROM (SELECT "series_id", "open_at_ms", "open", "high", "low", "close", "volume" FROM old_rows EXCEPT ALL SELECT "series_id", "open_at_ms", "open", "high", "low", "close", "volume" FROM new_rows) AS before
        UNION ALL
        SELECT false, after.* FROM (SELECT "series_id", "open_at_ms", "open", "high", "low", "close", "volume" FROM new_rows EXCEPT ALL SELECT "series_id", "open_at_ms", "open", "high", "low", "close", "volume" FROM old_rows) AS after
    ) AS touched GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION "note_candle_truncated"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT piece."series_id", piece."from_ms", 1 FROM "piece" AS piece
    JOIN "series" AS series ON series."id" = piece."series_id" WHERE series."kind" <> 'funding';
    RETURN NULL;
END $$;

CREATE TRIGGER "candle_inserted" AFTER INSERT ON "candle" REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION "note_candle_inserted"();
CREATE TRIGGER "candle_deleted" AFTER DELETE ON "candle" REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION "note_candle_deleted"();
CREATE TRIGGER "candle_updated" AFTER UPDATE ON "candle" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "note_candle_updated"();
CREATE TRIGGER "candle_truncated" AFTER TRUNCATE ON "candle"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_candle_truncated"();
-- Also for a session that replays another's changes.
ALTER TABLE "candle" ENABLE ALWAYS TRIGGER "candle_inserted";
ALTER TABLE "candle" ENABLE ALWAYS TRIGGER "candle_deleted";
ALTER TABLE "candle" ENABLE ALWAYS TRIGGER "candle_updated";
ALTER TABLE "candle" ENABLE ALWAYS TRIGGER "candle_truncated";

CREATE FUNCTION "note_funding_rate_inserted"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT "series_id", "settled_at_ms" - mod("settled_at_ms", 86400000), count(*) FROM inserted GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION "note_funding_rate_deleted"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT "series_id", "settled_at_ms" - mod("settled_at_ms", 86400000), count(*) FROM deleted GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION "note_funding_rate_updated"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    -- A row that is in both with the same values was not touched.
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT "series_id", "settled_at_ms" - mod("settled_at_ms", 86400000), greatest(count(*) FILTER (WHERE was), count(*) FILTER (WHERE NOT was))
    FROM (
        SELECT true AS was, before.* FROM (SELECT "series_id", "settled_at_ms", "rate" FROM old_rows EXCEPT ALL SELECT "series_id", "settled_at_ms", "rate" FROM new_rows) AS before
        UNION ALL
        SELECT false, after.* FROM (SELECT "series_id", "settled_at_ms", "rate" FROM new_rows EXCEPT ALL SELECT "series_id", "settled_at_ms", "rate" FROM old_rows) AS after
    ) AS touched GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION "note_funding_rate_truncated"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT piece."series_id", piece."from_ms", 1 FROM "piece" AS piece
    JOIN "series" AS series ON series."id" = piece."series_id" WHERE series."kind" = 'funding';
    RETURN NULL;
END $$;

CREATE TRIGGER "funding_rate_inserted" AFTER INSERT ON "funding_rate" REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION "note_funding_rate_inserted"();
CREATE TRIGGER "funding_rate_deleted" AFTER DELETE ON "funding_rate" REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION "note_funding_rate_deleted"();
CREATE TRIGGER "funding_rate_updated" AFTER UPDATE ON "funding_rate" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "note_funding_rate_updated"();
CREATE TRIGGER "funding_rate_truncated" AFTER TRUNCATE ON "funding_rate"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_funding_rate_truncated"();
-- Also for a session that replays another's changes.
ALTER TABLE "funding_rate" ENABLE ALWAYS TRIGGER "funding_rate_inserted";
ALTER TABLE "funding_rate" ENABLE ALWAYS TRIGGER "funding_rate_deleted";
ALTER TABLE "funding_rate" ENABLE ALWAYS TRIGGER "funding_rate_updated";
ALTER TABLE "funding_rate" ENABLE ALWAYS TRIGGER "funding_rate_truncated";
