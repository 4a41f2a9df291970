-- CreateTable
CREATE TABLE "desk_setting_change" (
    "exchange" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "settings_before" TEXT,
    "settings_after" TEXT NOT NULL,
    "changed_at_ms" BIGINT NOT NULL,
    "ordered_by" TEXT NOT NULL,

    CONSTRAINT "desk_setting_change_pkey" PRIMARY KEY ("exchange","number")
);

-- CreateTable
CREATE TABLE "desk_alert" (
    "exchange" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at_ms" BIGINT NOT NULL,

    CONSTRAINT "desk_alert_pkey" PRIMARY KEY ("exchange","number")
);
