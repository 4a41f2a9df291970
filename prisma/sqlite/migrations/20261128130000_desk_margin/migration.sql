-- AlterTable
ALTER TABLE "position" ADD COLUMN "watched_to_ms" BIGINT;

-- AlterTable
ALTER TABLE "fill" ADD COLUMN "how" TEXT NOT NULL DEFAULT 'traded';

-- CreateTable
CREATE TABLE "collateral_move" (
    "position_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "amount_usdt" TEXT NOT NULL,
    "moved_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,

    PRIMARY KEY ("position_id", "number"),
    CONSTRAINT "collateral_move_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
