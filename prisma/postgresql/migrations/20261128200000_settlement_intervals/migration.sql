-- A stretch that a proof closed between two pages left the settlement after it without its interval.
UPDATE "funding_rate" SET "interval_minutes" = ("settled_at_ms" - (
    SELECT max(earlier."settled_at_ms") FROM "funding_rate" AS earlier
    JOIN "coverage" AS covered ON covered."series_id" = earlier."series_id"
    WHERE earlier."series_id" = "funding_rate"."series_id" AND earlier."settled_at_ms" < "funding_rate"."settled_at_ms"
      AND covered."from_ms" <= earlier."settled_at_ms" AND covered."to_ms" > "funding_rate"."settled_at_ms"
)) / 60000
WHERE "interval_minutes" IS NULL;
