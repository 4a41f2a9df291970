-- CreateTable
CREATE TABLE "sweep" (
    "sha256" TEXT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "venue" TEXT NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "document" TEXT NOT NULL,

    CONSTRAINT "sweep_pkey" PRIMARY KEY ("sha256")
);
