-- AlterTable
ALTER TABLE "position" ADD COLUMN "first" TEXT NOT NULL DEFAULT 'long';

-- AlterTable
ALTER TABLE "position_leg" ADD COLUMN "min_notional_usdt" TEXT;
ALTER TABLE "position_leg" ADD COLUMN "min_quantity" TEXT;
ALTER TABLE "position_leg" ADD COLUMN "quantity_step" TEXT;

-- AlterTable
ALTER TABLE "leg_order" ADD COLUMN "time_in_force" TEXT NOT NULL DEFAULT 'fok';

-- Many fills an order: a table with another key; nothing refers to it. What was filled until now was filled whole, at the
-- last price, for a fee in USDT.
CREATE TABLE "new_fill" (
    "position_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "client_order_id" TEXT NOT NULL,
    "leg" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "price" TEXT NOT NULL,
    "fee_amount" TEXT NOT NULL,
    "fee_coin" TEXT NOT NULL,
    "filled_at_ms" BIGINT NOT NULL,
    "how" TEXT NOT NULL DEFAULT 'traded',
    "price_from" TEXT,
    "epoch" BIGINT NOT NULL,
    "instance" TEXT NOT NULL,

    PRIMARY KEY ("position_id", "number"),
    CONSTRAINT "fill_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_fill" ("position_id", "number", "client_order_id", "leg", "side", "quantity", "price", "fee_amount",
  "fee_coin", "filled_at_ms", "how", "price_from", "epoch", "instance")
SELECT "position_id", row_number() OVER (PARTITION BY "position_id" ORDER BY "filled_at_ms", "client_order_id" DESC),
  "client_order_id", "leg", "side", "quantity", "price", "fee_usdt", 'USDT', "filled_at_ms", "how",
  CASE "how" WHEN 'traded' THEN 'last-price' END, "epoch", "instance" FROM "fill";
DROP TABLE "fill";
ALTER TABLE "new_fill" RENAME TO "fill";

-- CreateIndex
CREATE INDEX "fill_client_order_id_idx" ON "fill"("client_order_id");
