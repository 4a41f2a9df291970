-- Grows with everything that the fetcher stores of a series.
ALTER TABLE "series" ADD COLUMN "version" BIGINT NOT NULL DEFAULT 0;
