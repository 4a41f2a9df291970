-- One table a month (UTC) for candles, in place of one for all: old ones can be taken away at once, and what is read
-- and vacuumed stays small (docs/adr/0020-candles-by-month.md). Settlements are too few to gain by it.
ALTER TABLE "candle" RENAME TO "candle_in_one";
ALTER INDEX "candle_pkey" RENAME TO "candle_in_one_pkey";

CREATE TABLE "candle" (
    "series_id" INTEGER NOT NULL,
    "open_at_ms" BIGINT NOT NULL,
    "open" DOUBLE PRECISION NOT NULL,
    "high" DOUBLE PRECISION NOT NULL,
    "low" DOUBLE PRECISION NOT NULL,
    "close" DOUBLE PRECISION NOT NULL,
    "volume" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "candle_pkey" PRIMARY KEY ("series_id","open_at_ms")
) PARTITION BY RANGE ("open_at_ms");

-- Takes what has no month of its own yet, so that no row is ever refused.
CREATE TABLE "candle_rest" PARTITION OF "candle" DEFAULT;

-- Marks the pieces of the months that are emptied or taken away; their rows are gone without a trigger seeing one.
CREATE FUNCTION "note_candles_gone"(first_ms BIGINT, next_ms BIGINT) RETURNS void LANGUAGE sql SET search_path FROM CURRENT AS $$
    INSERT INTO "piece_change" ("series_id", "from_ms", "changes")
    SELECT piece."series_id", piece."from_ms", 1 FROM "piece" AS piece
    JOIN "series" AS series ON series."id" = piece."series_id"
    WHERE series."kind" <> 'funding' AND piece."from_ms" >= first_ms AND piece."from_ms" < next_ms
$$;

CREATE OR REPLACE FUNCTION "note_candle_truncated"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM "note_candles_gone"(TG_ARGV[0]::BIGINT, TG_ARGV[1]::BIGINT);
    RETURN NULL;
END $$;

-- The triggers of a table of candles, or of one month of them: the statement that names a month fires that month's.
CREATE FUNCTION "note_changes_of"(name TEXT, first_ms BIGINT, next_ms BIGINT) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    event TEXT;
BEGIN
    EXECUTE format('CREATE TRIGGER candle_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION note_candle_inserted()', name);
    EXECUTE format('CREATE TRIGGER candle_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION note_candle_deleted()', name);
    EXECUTE format('CREATE TRIGGER candle_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_candle_updated()', name);
    EXECUTE format('CREATE TRIGGER candle_truncated AFTER TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION note_candle_truncated(%L, %L)', name, first_ms, next_ms);
    FOREACH event IN ARRAY ARRAY['inserted', 'deleted', 'updated', 'truncated'] LOOP
        -- Also for a session that replays another's changes.
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', name, 'candle_' || event);
    END LOOP;
END $$;

-- Makes the months that the window touches and that are not there yet, and moves into them what waited for them in
-- candle_rest; returns how many. Somebody's open transaction on the candles makes it give up after two seconds
-- (lock_not_available), since all others would have to wait behind it: it is to be called again.
CREATE FUNCTION "make_candle_months"(from_ms BIGINT, to_ms BIGINT) RETURNS INTEGER LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout TO '2s' AS $$
DECLARE
    month TIMESTAMP := date_trunc('month', to_timestamp(from_ms / 1000.0) AT TIME ZONE 'UTC');
    name TEXT;
    first_ms BIGINT;
    next_ms BIGINT := 0;
    made INTEGER := 0;
BEGIN
    LOOP
        first_ms := extract(epoch FROM month)::BIGINT * 1000;
        EXIT WHEN first_ms >= to_ms;
        month := month + INTERVAL '1 month';
        next_ms := extract(epoch FROM month)::BIGINT * 1000;
        name := 'candle_' || to_char(month - INTERVAL '1 month', 'YYYY_MM');
        CONTINUE WHEN to_regclass(quote_ident(name)) IS NOT NULL;
        -- Two processes at once: the second finds what the first made.
        PERFORM pg_advisory_xact_lock(7302027);
        CONTINUE WHEN to_regclass(quote_ident(name)) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE "candle" INCLUDING ALL)', name);
        IF EXISTS (SELECT 1 FROM "candle_rest" WHERE "open_at_ms" >= first_ms AND "open_at_ms" < next_ms) THEN
            -- They only change their place: nobody touched them.
            ALTER TABLE "candle_rest" DISABLE TRIGGER "candle_deleted";
            EXECUTE format('WITH moved AS (DELETE FROM "candle_rest" WHERE "open_at_ms" >= %L AND "open_at_ms" < %L RETURNING *) INSERT INTO %I SELECT * FROM moved', first_ms, next_ms, name);
            ALTER TABLE "candle_rest" ENABLE ALWAYS TRIGGER "candle_deleted";
        END IF;
        PERFORM "note_changes_of"(name, first_ms, next_ms);
        EXECUTE format('ALTER TABLE "candle" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first_ms, next_ms);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

-- Takes away all whole months before the day (UTC); returns the tables that they are now, to be archived or dropped.
CREATE FUNCTION "detach_candles"(before DATE) RETURNS SETOF TEXT LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    name TEXT;
    month DATE;
BEGIN
    FOR name IN
        SELECT child.relname FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
        WHERE inhparent = '"candle"'::regclass AND child.relname ~ '^candle_\d{4}_\d\d$' ORDER BY 1
    LOOP
        month := to_date(right(name, 7), 'YYYY_MM');
        CONTINUE WHEN month + INTERVAL '1 month' > before;
        EXECUTE format('ALTER TABLE "candle" DETACH PARTITION %I', name);
        EXECUTE format('ALTER TABLE %I RENAME TO %I', name, 'detached_' || name);
        PERFORM "note_candles_gone"(
            extract(epoch FROM month)::BIGINT * 1000,
            extract(epoch FROM month + INTERVAL '1 month')::BIGINT * 1000
        );
        RETURN NEXT 'detached_' || name;
    END LOOP;
END $$;

-- The months that hold rows, and no other: a single row of 1970 is not worth six hundred tables.
SELECT "make_candle_months"(min("open_at_ms"), max("open_at_ms") + 1) FROM "candle_in_one"
WHERE "open_at_ms" BETWEEN 0 AND 4102444800000
GROUP BY date_trunc('month', to_timestamp("open_at_ms" / 1000.0) AT TIME ZONE 'UTC');
INSERT INTO "candle" SELECT "series_id", "open_at_ms", "open", "high", "low", "close", "volume" FROM "candle_in_one";
DROP TABLE "candle_in_one";

-- This month and the next three; the fetcher makes what comes after, and what its look-back needs.
SELECT "make_candle_months"(
    (extract(epoch FROM now()) * 1000)::BIGINT,
    (extract(epoch FROM now() + INTERVAL '3 months') * 1000)::BIGINT
);
SELECT "note_changes_of"('candle', -9223372036854775808, 9223372036854775807);
SELECT "note_changes_of"('candle_rest', -9223372036854775808, 9223372036854775807);
