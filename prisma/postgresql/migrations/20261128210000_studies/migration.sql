-- CreateTable
CREATE TABLE "study" (
    "sha256" TEXT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "document" TEXT NOT NULL,

    CONSTRAINT "study_pkey" PRIMARY KEY ("sha256")
);
