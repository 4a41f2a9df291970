-- AlterTable
ALTER TABLE "desk" ADD COLUMN     "corrections_usdt" TEXT NOT NULL DEFAULT '0',
ADD COLUMN     "mode_number" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "desk_mode_change" (
    "exchange" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "reason" TEXT,
    "changed_at_ms" BIGINT NOT NULL,
    "instance" TEXT NOT NULL,

    CONSTRAINT "desk_mode_change_pkey" PRIMARY KEY ("exchange","number")
);

-- CreateTable
CREATE TABLE "desk_correction" (
    "exchange" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "amount_usdt" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "booked_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,

    CONSTRAINT "desk_correction_pkey" PRIMARY KEY ("exchange","number")
);
