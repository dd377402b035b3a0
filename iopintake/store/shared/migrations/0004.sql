-- Whoever works for every site has a home: what they begin is of that site, where its counselors see it.
-- Who was let in before has none, and goes on as before, until `iopintake database staff` names one.
ALTER TABLE iopintake.staff ADD COLUMN home text CHECK (home IS NULL OR (site = '*' AND home <> '*'));
CREATE OR REPLACE FUNCTION iopintake.my_site() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = iopintake, pg_temp
    AS $$ SELECT coalesce(home, site) FROM staff WHERE login = session_user $$;

INSERT INTO iopintake.migration (version) VALUES (4);
