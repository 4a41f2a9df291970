-- AlterTable
ALTER TABLE "market" ADD COLUMN "spot_symbol" TEXT;
ALTER TABLE "market" ADD COLUMN "spot_native_id" TEXT;
ALTER TABLE "market" ADD COLUMN "spot_units" INTEGER;

-- AlterTable
ALTER TABLE "series" ADD COLUMN "spot_native_id" TEXT NOT NULL DEFAULT '';
ALTER TABLE "series" ADD COLUMN "spot_from_ms" BIGINT;

-- One series of each spot market that a perpetual ever had beside it.
DROP INDEX "series_market_id_kind_timeframe_key";
CREATE UNIQUE INDEX "series_market_id_kind_timeframe_spot_native_id_key" ON "series"("market_id", "kind", "timeframe", "spot_native_id");
