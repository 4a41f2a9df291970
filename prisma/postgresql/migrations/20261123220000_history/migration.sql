-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "coverage" (
    "series_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,

    CONSTRAINT "coverage_pkey" PRIMARY KEY ("series_id","from_ms")
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

    CONSTRAINT "gap_pkey" PRIMARY KEY ("series_id","from_ms")
);

-- CreateTable
CREATE TABLE "certificate" (
    "series_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "expected" INTEGER NOT NULL,
    "present" INTEGER NOT NULL,
    "confirmed_empty" INTEGER NOT NULL,
    "missing" INTEGER NOT NULL,
    "first_row_at_ms" BIGINT,
    "last_row_at_ms" BIGINT,
    "sha256" TEXT NOT NULL,
    "issued_at_ms" BIGINT NOT NULL,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("series_id")
);

-- CreateTable
CREATE TABLE "dataset_certificate" (
    "exchange" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "issued_at_ms" BIGINT NOT NULL,

    CONSTRAINT "dataset_certificate_pkey" PRIMARY KEY ("exchange")
);

-- CreateTable
CREATE TABLE "market" (
    "id" SERIAL NOT NULL,
    "exchange" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "listed_at_ms" BIGINT,
    "delisted_at_ms" BIGINT,
    "tracked" BOOLEAN NOT NULL,
    "rank" INTEGER,
    "turnover_usdt_24h" TEXT,
    "evaluated_at_ms" BIGINT NOT NULL,

    CONSTRAINT "market_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "series" (
    "id" SERIAL NOT NULL,
    "market_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "timeframe" TEXT NOT NULL,
    "last_sync_at_ms" BIGINT,
    "scrub_cursor_ms" BIGINT,
    "scrubbed_at_ms" BIGINT,

    CONSTRAINT "series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "candle" (
    "series_id" INTEGER NOT NULL,
    "open_at_ms" BIGINT NOT NULL,
    "open" DOUBLE PRECISION NOT NULL,
    "high" DOUBLE PRECISION NOT NULL,
    "low" DOUBLE PRECISION NOT NULL,
    "close" DOUBLE PRECISION NOT NULL,
    "volume" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "candle_pkey" PRIMARY KEY ("series_id","open_at_ms")
);

-- CreateTable
CREATE TABLE "funding_rate" (
    "series_id" INTEGER NOT NULL,
    "settled_at_ms" BIGINT NOT NULL,
    "rate" TEXT NOT NULL,
    "interval_minutes" INTEGER,
    "observed_at_ms" BIGINT NOT NULL,

    CONSTRAINT "funding_rate_pkey" PRIMARY KEY ("series_id","settled_at_ms")
);

-- CreateTable
CREATE TABLE "revision" (
    "id" SERIAL NOT NULL,
    "series_id" INTEGER NOT NULL,
    "row_at_ms" BIGINT NOT NULL,
    "old_row" TEXT NOT NULL,
    "new_row" TEXT NOT NULL,
    "observed_at_ms" BIGINT NOT NULL,
    "found_by" TEXT NOT NULL,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "market_exchange_symbol_key" ON "market"("exchange", "symbol");

-- CreateIndex
CREATE UNIQUE INDEX "series_market_id_kind_timeframe_key" ON "series"("market_id", "kind", "timeframe");

-- CreateIndex
CREATE INDEX "revision_series_id_row_at_ms_idx" ON "revision"("series_id", "row_at_ms");

-- AddForeignKey
ALTER TABLE "series" ADD CONSTRAINT "series_market_id_fkey" FOREIGN KEY ("market_id") REFERENCES "market"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

