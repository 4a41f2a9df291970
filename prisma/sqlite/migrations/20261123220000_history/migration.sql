-- CreateTable
CREATE TABLE "coverage" (
    "series_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,

    PRIMARY KEY ("series_id", "from_ms")
);

-- CreateTable
CREATE TABLE "gap" (
    "series_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "rows_expected" INTEGER NOT NULL,
    "observations" INTEGER NOT NULL,
    "first_observed_at_ms" BIGINT NOT NULL,
    "last_observed_at_ms" BIGINT NOT NULL,
    "next_try_at_ms" BIGINT NOT NULL,
    "evidence" TEXT NOT NULL,

    PRIMARY KEY ("series_id", "from_ms")
);

-- CreateTable
CREATE TABLE "certificate" (
    "series_id" INTEGER NOT NULL PRIMARY KEY,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "expected" INTEGER NOT NULL,
    "present" INTEGER NOT NULL,
    "confirmed_empty" INTEGER NOT NULL,
    "missing" INTEGER NOT NULL,
    "first_row_at_ms" BIGINT,
    "last_row_at_ms" BIGINT,
    "sha256" TEXT NOT NULL,
    "issued_at_ms" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "dataset_certificate" (
    "exchange" TEXT NOT NULL PRIMARY KEY,
    "sha256" TEXT NOT NULL,
    "issued_at_ms" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "market" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "exchange" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "listed_at_ms" BIGINT,
    "delisted_at_ms" BIGINT,
    "tracked" BOOLEAN NOT NULL,
    "rank" INTEGER,
    "turnover_usdt_24h" TEXT,
    "evaluated_at_ms" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "series" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "market_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "timeframe" TEXT NOT NULL,
    "last_sync_at_ms" BIGINT,
    "scrub_cursor_ms" BIGINT,
    "scrubbed_at_ms" BIGINT,
    CONSTRAINT "series_market_id_fkey" FOREIGN KEY ("market_id") REFERENCES "market" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "candle" (
    "series_id" INTEGER NOT NULL,
    "open_at_ms" BIGINT NOT NULL,
    "open" REAL NOT NULL,
    "high" REAL NOT NULL,
    "low" REAL NOT NULL,
    "close" REAL NOT NULL,
    "volume" REAL NOT NULL,

    PRIMARY KEY ("series_id", "open_at_ms")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "funding_rate" (
    "series_id" INTEGER NOT NULL,
    "settled_at_ms" BIGINT NOT NULL,
    "rate" TEXT NOT NULL,
    "interval_minutes" INTEGER,
    "observed_at_ms" BIGINT NOT NULL,

    PRIMARY KEY ("series_id", "settled_at_ms")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "revision" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "series_id" INTEGER NOT NULL,
    "row_at_ms" BIGINT NOT NULL,
    "old_row" TEXT NOT NULL,
    "new_row" TEXT NOT NULL,
    "observed_at_ms" BIGINT NOT NULL,
    "found_by" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "market_exchange_symbol_key" ON "market"("exchange", "symbol");

-- CreateIndex
CREATE UNIQUE INDEX "series_market_id_kind_timeframe_key" ON "series"("market_id", "kind", "timeframe");

-- CreateIndex
CREATE INDEX "revision_series_id_row_at_ms_idx" ON "revision"("series_id", "row_at_ms");

