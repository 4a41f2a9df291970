-- CreateTable
CREATE TABLE "instrument_reading" (
    "exchange" TEXT NOT NULL,
    "day_ms" BIGINT NOT NULL,
    "observed_at_ms" BIGINT NOT NULL,
    "listed" INTEGER NOT NULL,

    PRIMARY KEY ("exchange", "day_ms")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "instrument_snapshot" (
    "exchange" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "day_ms" BIGINT NOT NULL,
    "native_id" TEXT NOT NULL,
    "is_listed" BOOLEAN NOT NULL,
    "asset_class" TEXT,
    "listed_at_ms" BIGINT,
    "ends_at_ms" BIGINT,
    "price_step" TEXT,
    "quantity_step" TEXT,
    "min_quantity" TEXT,
    "min_notional_usdt" TEXT,
    "contract_size" TEXT,

    PRIMARY KEY ("exchange", "symbol", "day_ms")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "instrument_turnover" (
    "exchange" TEXT NOT NULL,
    "day_ms" BIGINT NOT NULL,
    "symbol" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "turnover_usdt_24h" TEXT NOT NULL,

    PRIMARY KEY ("exchange", "day_ms", "symbol")
) WITHOUT ROWID;
