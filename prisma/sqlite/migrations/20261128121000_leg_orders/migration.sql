-- CreateTable
CREATE TABLE "leg_order" (
    "client_order_id" TEXT NOT NULL PRIMARY KEY,
    "position_id" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "leg" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "limit_price" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sent_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,
    CONSTRAINT "leg_order_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "leg_order_position_id_idx" ON "leg_order"("position_id");
