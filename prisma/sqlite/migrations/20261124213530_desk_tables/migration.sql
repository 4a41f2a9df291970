-- CreateTable
CREATE TABLE "desk" (
    "exchange" TEXT NOT NULL PRIMARY KEY,
    "source" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "instance" TEXT NOT NULL,
    "starting_equity_usdt" TEXT NOT NULL,
    "cash_usdt" TEXT NOT NULL,
    "peak_equity_usdt" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "mode_reason" TEXT,
    "last_cycle" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "desk_setting" (
    "exchange" TEXT NOT NULL PRIMARY KEY,
    "settings" TEXT NOT NULL,
    "changed_at_ms" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "position" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "exchange" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "spot_symbol" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "contracts" TEXT NOT NULL,
    "units_per_contract" INTEGER NOT NULL,
    "opened_at_ms" BIGINT NOT NULL,
    "closed_at_ms" BIGINT,
    "open_reason" TEXT NOT NULL,
    "close_reason" TEXT,
    "collateral_usdt" TEXT NOT NULL,
    "spot_entry_price" TEXT,
    "perp_entry_price" TEXT,
    "spot_exit_price" TEXT,
    "perp_exit_price" TEXT,
    "perp_opened_at_ms" BIGINT,
    "perp_closed_at_ms" BIGINT,
    "spot_price" TEXT NOT NULL,
    "perp_mark_price" TEXT NOT NULL,
    "funding_usdt" TEXT NOT NULL,
    "fees_usdt" TEXT NOT NULL,
    "settlements_booked" INTEGER NOT NULL,
    "funding_booked_to_ms" BIGINT
);

-- CreateTable
CREATE TABLE "fill" (
    "client_order_id" TEXT NOT NULL PRIMARY KEY,
    "position_id" INTEGER NOT NULL,
    "leg" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "price" TEXT NOT NULL,
    "fee_usdt" TEXT NOT NULL,
    "filled_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "instance" TEXT NOT NULL,
    CONSTRAINT "fill_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "funding_payment" (
    "position_id" INTEGER NOT NULL,
    "settled_at_ms" BIGINT NOT NULL,
    "rate" TEXT NOT NULL,
    "contracts" TEXT NOT NULL,
    "mark_price" TEXT NOT NULL,
    "amount_usdt" TEXT NOT NULL,
    "booked_at_ms" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,

    PRIMARY KEY ("position_id", "settled_at_ms"),
    CONSTRAINT "funding_payment_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "cycle" (
    "exchange" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "started_at_ms" BIGINT NOT NULL,
    "report" TEXT NOT NULL,

    PRIMARY KEY ("exchange", "number")
);

-- CreateTable
CREATE TABLE "equity_point" (
    "exchange" TEXT NOT NULL,
    "cycle" INTEGER NOT NULL,
    "at_ms" BIGINT NOT NULL,
    "cash_usdt" TEXT NOT NULL,
    "equity_usdt" TEXT NOT NULL,
    "realised_usdt" TEXT NOT NULL,
    "unrealised_usdt" TEXT NOT NULL,
    "funding_usdt" TEXT NOT NULL,
    "fees_usdt" TEXT NOT NULL,

    PRIMARY KEY ("exchange", "cycle")
);

-- CreateIndex
CREATE INDEX "position_exchange_state_idx" ON "position"("exchange", "state");

-- CreateIndex
CREATE INDEX "fill_position_id_idx" ON "fill"("position_id");

-- CreateIndex
CREATE INDEX "equity_point_exchange_at_ms_idx" ON "equity_point"("exchange", "at_ms");
