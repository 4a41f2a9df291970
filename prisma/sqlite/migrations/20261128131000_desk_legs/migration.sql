-- CreateTable
CREATE TABLE "desk_account" (
    "exchange" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "starting_equity_usdt" TEXT NOT NULL,
    "cash_usdt" TEXT NOT NULL,

    PRIMARY KEY ("exchange", "venue")
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

    PRIMARY KEY ("position_id", "leg"),
    CONSTRAINT "position_leg_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

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
ALTER TABLE "position" DROP COLUMN "collateral_usdt";
ALTER TABLE "position" DROP COLUMN "contracts";
ALTER TABLE "position" DROP COLUMN "fees_usdt";
ALTER TABLE "position" DROP COLUMN "funding_booked_to_ms";
ALTER TABLE "position" DROP COLUMN "funding_usdt";
ALTER TABLE "position" DROP COLUMN "native_id";
ALTER TABLE "position" DROP COLUMN "perp_closed_at_ms";
ALTER TABLE "position" DROP COLUMN "perp_entry_price";
ALTER TABLE "position" DROP COLUMN "perp_exit_price";
ALTER TABLE "position" DROP COLUMN "perp_mark_price";
ALTER TABLE "position" DROP COLUMN "perp_opened_at_ms";
ALTER TABLE "position" DROP COLUMN "quantity";
ALTER TABLE "position" DROP COLUMN "settlements_booked";
ALTER TABLE "position" DROP COLUMN "spot_entry_price";
ALTER TABLE "position" DROP COLUMN "spot_exit_price";
ALTER TABLE "position" DROP COLUMN "spot_price";
ALTER TABLE "position" DROP COLUMN "spot_symbol";
ALTER TABLE "position" DROP COLUMN "symbol";
ALTER TABLE "position" DROP COLUMN "units_per_contract";
ALTER TABLE "position" DROP COLUMN "watched_to_ms";

-- Tables with another key; nothing refers to them.
CREATE TABLE "new_collateral_move" (
    "position_id" INTEGER NOT NULL,
    "leg" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "amount_usdt" TEXT NOT NULL,
    "moved_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,

    PRIMARY KEY ("position_id", "number"),
    CONSTRAINT "collateral_move_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_collateral_move" ("leg", "amount_usdt", "epoch", "moved_at_ms", "number", "position_id") SELECT 'short', "amount_usdt", "epoch", "moved_at_ms", "number", "position_id" FROM "collateral_move";
DROP TABLE "collateral_move";
ALTER TABLE "new_collateral_move" RENAME TO "collateral_move";
CREATE TABLE "new_funding_payment" (
    "position_id" INTEGER NOT NULL,
    "leg" TEXT NOT NULL,
    "settled_at_ms" BIGINT NOT NULL,
    "rate" TEXT NOT NULL,
    "contracts" TEXT NOT NULL,
    "mark_price" TEXT NOT NULL,
    "amount_usdt" TEXT NOT NULL,
    "booked_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "price_at_ms" BIGINT,

    PRIMARY KEY ("position_id", "leg", "settled_at_ms"),
    CONSTRAINT "funding_payment_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_funding_payment" ("leg", "amount_usdt", "booked_at_ms", "contracts", "epoch", "mark_price", "position_id", "price_at_ms", "rate", "settled_at_ms") SELECT 'short', "amount_usdt", "booked_at_ms", "contracts", "epoch", "mark_price", "position_id", "price_at_ms", "rate", "settled_at_ms" FROM "funding_payment";
DROP TABLE "funding_payment";
ALTER TABLE "new_funding_payment" RENAME TO "funding_payment";
CREATE TABLE "new_funding_correction" (
    "position_id" INTEGER NOT NULL,
    "leg" TEXT NOT NULL,
    "settled_at_ms" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "rate" TEXT NOT NULL,
    "amount_usdt" TEXT NOT NULL,
    "booked_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,

    PRIMARY KEY ("position_id", "leg", "settled_at_ms", "number"),
    CONSTRAINT "funding_correction_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_funding_correction" ("leg", "amount_usdt", "booked_at_ms", "epoch", "number", "position_id", "rate", "settled_at_ms") SELECT 'short', "amount_usdt", "booked_at_ms", "epoch", "number", "position_id", "rate", "settled_at_ms" FROM "funding_correction";
DROP TABLE "funding_correction";
ALTER TABLE "new_funding_correction" RENAME TO "funding_correction";
