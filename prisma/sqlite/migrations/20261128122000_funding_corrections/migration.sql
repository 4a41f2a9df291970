-- AlterTable
ALTER TABLE "funding_payment" ADD COLUMN "price_at_ms" BIGINT;

-- CreateTable
CREATE TABLE "funding_correction" (
    "position_id" INTEGER NOT NULL,
    "settled_at_ms" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "rate" TEXT NOT NULL,
    "amount_usdt" TEXT NOT NULL,
    "booked_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,

    PRIMARY KEY ("position_id", "settled_at_ms", "number"),
    CONSTRAINT "funding_correction_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
