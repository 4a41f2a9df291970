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

    PRIMARY KEY ("series_id", "from_ms")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "piece_change" (
    "series_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "changes" BIGINT NOT NULL,

    PRIMARY KEY ("series_id", "from_ms")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "funding_schedule" (
    "series_id" INTEGER NOT NULL,
    "observed_at_ms" BIGINT NOT NULL,
    "first_next_at_ms" BIGINT NOT NULL,
    "interval_minutes" INTEGER NOT NULL,
    "last_next_at_ms" BIGINT NOT NULL,

    PRIMARY KEY ("series_id", "observed_at_ms")
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

    PRIMARY KEY ("series_id", "row_at_ms")
);

-- AlterTable
ALTER TABLE "certificate" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "certificate" ADD COLUMN "before_listing" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "certificate" ADD COLUMN "after_delisting" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "certificate" ADD COLUMN "before_history" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "market" ADD COLUMN "listing" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "market" ADD COLUMN "asset_class" TEXT;
DROP INDEX "market_exchange_symbol_key";
CREATE UNIQUE INDEX "market_exchange_symbol_listing_key" ON "market"("exchange", "symbol", "listing");

-- AlterTable
ALTER TABLE "series" ADD COLUMN "rows" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "series" ADD COLUMN "revisions" BIGINT NOT NULL DEFAULT 0;

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
CREATE TRIGGER "candle_inserted" AFTER INSERT ON "candle" BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    VALUES (new."series_id", new."open_at_ms" - new."open_at_ms" % 86400000, 1)
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
END;

CREATE TRIGGER "candle_deleted" AFTER DELETE ON "candle" BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    VALUES (old."series_id", old."open_at_ms" - old."open_at_ms" % 86400000, 1)
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
END;

CREATE TRIGGER "candle_updated" AFTER UPDATE OF "series_id", "open_at_ms", "open", "high", "low", "close", "volume" ON "candle"
WHEN old."series_id" IS NOT new."series_id"
    OR old."open_at_ms" IS NOT new."open_at_ms"
    OR old."open" IS NOT new."open"
    OR old."high" IS NOT new."high"
    OR old."low" IS NOT new."low"
    OR old."close" IS NOT new."close"
    OR old."volume" IS NOT new."volume"
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    VALUES (old."series_id", old."open_at_ms" - old."open_at_ms" % 86400000, 1)
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT new."series_id", new."open_at_ms" - new."open_at_ms" % 86400000, 1
    WHERE old."series_id" IS NOT new."series_id"
        OR old."open_at_ms" - old."open_at_ms" % 86400000 IS NOT new."open_at_ms" - new."open_at_ms" % 86400000
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
END;

CREATE TRIGGER "funding_rate_inserted" AFTER INSERT ON "funding_rate" BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    VALUES (new."series_id", new."settled_at_ms" - new."settled_at_ms" % 86400000, 1)
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
END;

CREATE TRIGGER "funding_rate_deleted" AFTER DELETE ON "funding_rate" BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    VALUES (old."series_id", old."settled_at_ms" - old."settled_at_ms" % 86400000, 1)
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
END;

CREATE TRIGGER "funding_rate_updated" AFTER UPDATE OF "series_id", "settled_at_ms", "rate" ON "funding_rate"
WHEN old."series_id" IS NOT new."series_id"
    OR old."settled_at_ms" IS NOT new."settled_at_ms"
    OR old."rate" IS NOT new."rate"
BEGIN
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    VALUES (old."series_id", old."settled_at_ms" - old."settled_at_ms" % 86400000, 1)
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT new."series_id", new."settled_at_ms" - new."settled_at_ms" % 86400000, 1
    WHERE old."series_id" IS NOT new."series_id"
        OR old."settled_at_ms" - old."settled_at_ms" % 86400000 IS NOT new."settled_at_ms" - new."settled_at_ms" % 86400000
    ON CONFLICT ("series_id", "from_ms") DO UPDATE SET "changes" = "changes" + 1;
END;
