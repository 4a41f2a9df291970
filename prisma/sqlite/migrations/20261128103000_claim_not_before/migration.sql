-- A failed look at a claim is no look: it waits by itself.
ALTER TABLE "claim" ADD COLUMN "not_before_ms" BIGINT NOT NULL DEFAULT 0;
