-- A clinic lead reviews, and takes a piece of the site's work like anybody else; what was decided
-- without the server, and otherwise than there, is kept apart until a person settles it.
DROP POLICY decision ON iopintake.event;
CREATE POLICY decision ON iopintake.event FOR INSERT TO iopintake_lead WITH CHECK (
    iopintake.sees(site) AND number > 1 AND (
        kind IN ('decided', 'followed_up', 'taken')
        OR kind = 'apart' AND body::jsonb ->> 'kind' IN ('decided', 'followed_up')
    )
);

-- What each summary is known by in its event: whoever proves the trail need not read the summaries.
CREATE FUNCTION iopintake.summaries_of(of_intake text) RETURNS TABLE (number integer, sum text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = iopintake, pg_temp
    AS $$ SELECT number, encode(sha256(data), 'hex') FROM document WHERE intake = of_intake AND sees(site) $$;
REVOKE ALL ON FUNCTION iopintake.summaries_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION iopintake.summaries_of(text)
    TO iopintake_counselor, iopintake_supervisor, iopintake_lead, iopintake_auditor;

INSERT INTO iopintake.migration (version) VALUES (3);
