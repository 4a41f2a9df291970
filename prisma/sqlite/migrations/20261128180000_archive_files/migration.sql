-- CreateTable
CREATE TABLE "archive_file" (
    "series_id" INTEGER NOT NULL,
    "period" TEXT NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "path" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "sha256" TEXT,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "sampled_from_ms" BIGINT,
    "sampled_to_ms" BIGINT,
    "reason" TEXT NOT NULL DEFAULT '',
    "observed_at_ms" BIGINT NOT NULL,

    PRIMARY KEY ("series_id", "period", "from_ms")
) WITHOUT ROWID;
