-- AlterTable
ALTER TABLE "position" ADD COLUMN "first" TEXT NOT NULL DEFAULT 'long';

-- AlterTable
ALTER TABLE "position_leg" ADD COLUMN "min_notional_usdt" TEXT,
ADD COLUMN "min_quantity" TEXT,
ADD COLUMN "quantity_step" TEXT;

-- AlterTable
ALTER TABLE "leg_order" ADD COLUMN "time_in_force" TEXT NOT NULL DEFAULT 'fok';

-- Many fills an order. What was filled until now was filled whole, at the last price, for a fee in USDT.
DROP INDEX "fill_position_id_idx";
ALTER TABLE "fill" RENAME COLUMN "fee_usdt" TO "fee_amount";
ALTER TABLE "fill" ADD COLUMN "fee_coin" TEXT NOT NULL DEFAULT 'USDT',
ADD COLUMN "number" INTEGER,
ADD COLUMN "price_from" TEXT;
ALTER TABLE "fill" ALTER COLUMN "fee_coin" DROP DEFAULT;
UPDATE "fill" SET "number" = numbered."number", "price_from" = CASE "how" WHEN 'traded' THEN 'last-price' END
FROM (
  SELECT "client_order_id", row_number() OVER (PARTITION BY "position_id" ORDER BY "filled_at_ms", "client_order_id" DESC) AS "number"
  FROM "fill"
) AS numbered WHERE numbered."client_order_id" = "fill"."client_order_id";
ALTER TABLE "fill" ALTER COLUMN "number" SET NOT NULL,
DROP CONSTRAINT "fill_pkey",
ADD CONSTRAINT "fill_pkey" PRIMARY KEY ("position_id", "number");

-- CreateIndex
CREATE INDEX "fill_client_order_id_idx" ON "fill"("client_order_id");
