-- CreateTable
CREATE TABLE "desk_account" (
    "exchange" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "starting_equity_usdt" TEXT NOT NULL,
    "cash_usdt" TEXT NOT NULL,

    CONSTRAINT "desk_account_pkey" PRIMARY KEY ("exchange","venue")
);

-- CreateTable
CREATE TABLE "position_leg" (
    "position_id" INTEGER NOT NULL,
    "leg" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "units_per_contract" INTEGER NOT NULL,
    "target_quantity" TEXT NOT NULL,
    "collateral_usdt" TEXT NOT NULL,
    "price" TEXT NOT NULL,
    "funding_usdt" TEXT NOT NULL,
    "settlements_booked" INTEGER NOT NULL,
    "funding_booked_to_ms" BIGINT,
    "watched_to_ms" BIGINT,

    CONSTRAINT "position_leg_pkey" PRIMARY KEY ("position_id","leg")
);

-- AddForeignKey
ALTER TABLE "position_leg" ADD CONSTRAINT "position_leg_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What every position was until now: long spot and short perpetual of the desk's own exchange. Prices and quantities of
-- what was traded are in the fills, exactly as they were.
INSERT INTO "position_leg" ("position_id", "leg", "venue", "instrument", "symbol", "native_id", "units_per_contract",
  "target_quantity", "collateral_usdt", "price", "funding_usdt", "settlements_booked", "funding_booked_to_ms", "watched_to_ms")
SELECT "id", 'long', "exchange", 'spot', "spot_symbol", '', 1, "quantity", '0', "spot_price", '0', 0, NULL, NULL FROM "position";
INSERT INTO "position_leg" ("position_id", "leg", "venue", "instrument", "symbol", "native_id", "units_per_contract",
  "target_quantity", "collateral_usdt", "price", "funding_usdt", "settlements_booked", "funding_booked_to_ms", "watched_to_ms")
SELECT "id", 'short', "exchange", 'perpetual', "symbol", "native_id", "units_per_contract", "contracts",
  CASE WHEN "perp_entry_price" IS NOT NULL AND "perp_exit_price" IS NULL THEN "collateral_usdt" ELSE '0' END,
  "perp_mark_price", "funding_usdt", "settlements_booked", "funding_booked_to_ms", "watched_to_ms" FROM "position";
UPDATE "fill" SET "leg" = CASE "leg" WHEN 'spot' THEN 'long' ELSE 'short' END;
UPDATE "leg_order" SET "leg" = CASE "leg" WHEN 'spot' THEN 'long' ELSE 'short' END;

-- AlterTable
ALTER TABLE "position" DROP COLUMN "collateral_usdt",
DROP COLUMN "contracts",
DROP COLUMN "fees_usdt",
DROP COLUMN "funding_booked_to_ms",
DROP COLUMN "funding_usdt",
DROP COLUMN "native_id",
DROP COLUMN "perp_closed_at_ms",
DROP COLUMN "perp_entry_price",
DROP COLUMN "perp_exit_price",
DROP COLUMN "perp_mark_price",
DROP COLUMN "perp_opened_at_ms",
DROP COLUMN "quantity",
DROP COLUMN "settlements_booked",
DROP COLUMN "spot_entry_price",
DROP COLUMN "spot_exit_price",
DROP COLUMN "spot_price",
DROP COLUMN "spot_symbol",
DROP COLUMN "symbol",
DROP COLUMN "units_per_contract",
DROP COLUMN "watched_to_ms";

-- AlterTable
ALTER TABLE "collateral_move" ADD COLUMN "leg" TEXT NOT NULL DEFAULT 'short';
ALTER TABLE "collateral_move" ALTER COLUMN "leg" DROP DEFAULT;

-- AlterTable
ALTER TABLE "funding_payment" ADD COLUMN "leg" TEXT NOT NULL DEFAULT 'short';
ALTER TABLE "funding_payment" ALTER COLUMN "leg" DROP DEFAULT,
DROP CONSTRAINT "funding_payment_pkey",
ADD CONSTRAINT "funding_payment_pkey" PRIMARY KEY ("position_id", "leg", "settled_at_ms");

-- AlterTable
ALTER TABLE "funding_correction" ADD COLUMN "leg" TEXT NOT NULL DEFAULT 'short';
ALTER TABLE "funding_correction" ALTER COLUMN "leg" DROP DEFAULT,
DROP CONSTRAINT "funding_correction_pkey",
ADD CONSTRAINT "funding_correction_pkey" PRIMARY KEY ("position_id", "leg", "settled_at_ms", "number");
