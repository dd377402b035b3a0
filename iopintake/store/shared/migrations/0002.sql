-- Names are searched without their accents, as in a file (searchable in iopintake/store/derived/index.py).
CREATE OR REPLACE FUNCTION iopintake.name_has(name text, part text) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = iopintake, pg_temp
    AS $$ SELECT strpos(replace(replace(lower(regexp_replace(normalize(coalesce(name, ''), NFKD),
        '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g') COLLATE "und-x-icu"),
        'ß', 'ss'), 'ς', 'σ'), part) > 0 $$;
INSERT INTO iopintake.migration (version) VALUES (2);
