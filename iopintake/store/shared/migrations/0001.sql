-- The shared records: the same tables as in a file, each row of a site, and who may do what with it.
-- Run by `iopintake database init`, as the role that will own the schema; it bypasses the policies.

CREATE SCHEMA iopintake;
SET LOCAL search_path = iopintake;

-- Group roles are of the whole server; another database may have made them already.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['counselor', 'supervisor', 'lead', 'auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'iopintake_' || name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', 'iopintake_' || name);
        END IF;
    END LOOP;
END $$;

CREATE TABLE migration (version integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), login text NOT NULL DEFAULT session_user);

-- Which site somebody works for; '*' is every site.
CREATE TABLE staff (login text PRIMARY KEY, site text NOT NULL);

CREATE FUNCTION my_site() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = iopintake, pg_temp
    AS $$ SELECT site FROM staff WHERE login = session_user $$;
CREATE FUNCTION sees(of_site text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = iopintake, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM staff WHERE login = session_user AND site IN (of_site, '*')) $$;

-- The journal. Nobody who writes it may change or remove what is in it.
CREATE TABLE event (
    intake text COLLATE "C" NOT NULL, number integer NOT NULL, at text NOT NULL, who text NOT NULL,
    kind text NOT NULL, body text NOT NULL, digest bytea NOT NULL,
    site text NOT NULL DEFAULT my_site(), login text NOT NULL DEFAULT session_user,
    received timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (intake, number)
);
CREATE TABLE document (
    intake text COLLATE "C" NOT NULL, number integer NOT NULL, data bytea NOT NULL, digest bytea NOT NULL,
    site text NOT NULL DEFAULT my_site(), PRIMARY KEY (intake, number)
);
CREATE TABLE pack (sha256 text PRIMARY KEY, id text NOT NULL, version text NOT NULL, files bytea NOT NULL);
CREATE TABLE deleted (
    intake text COLLATE "C" PRIMARY KEY, at text NOT NULL, who text NOT NULL, why text NOT NULL,
    site text NOT NULL DEFAULT my_site(), login text NOT NULL DEFAULT session_user
);
CREATE TABLE intake (
    id text COLLATE "C" PRIMARY KEY, serial integer NOT NULL, sound text NOT NULL,
    state text, day text, week text, begun_at text, finished_at text, practice integer, mode text,
    name text, phone text, pack text, verdict text, level text, track text, review text,
    crisis integer, declined text, seconds double precision, decided text, agrees integer, reason text,
    disposition text, due text, digest bytea NOT NULL, events integer NOT NULL, tip bytea NOT NULL,
    site text NOT NULL DEFAULT my_site()
);
CREATE INDEX ON intake (site, serial);
CREATE INDEX ON intake (sound);
CREATE TABLE lease (
    intake text COLLATE "C" PRIMARY KEY, token text NOT NULL, holder text NOT NULL,
    site text NOT NULL DEFAULT my_site()
);
CREATE TABLE upkeep (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at text NOT NULL, who text NOT NULL, what text NOT NULL
);

-- An event is taken only if it follows from the one before it: its number, and the chain of digests.
CREATE FUNCTION event_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = iopintake, pg_temp AS $$
DECLARE
    last record;
BEGIN
    IF EXISTS (SELECT FROM deleted WHERE intake = NEW.intake) THEN
        RAISE EXCEPTION USING ERRCODE = 'IO001', MESSAGE = 'the intake was deleted';
    END IF;
    SELECT number, digest, site INTO last FROM event WHERE intake = NEW.intake ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.digest <> substring(sha256(
        coalesce(last.digest, '') || convert_to(
            concat_ws(chr(31), NEW.intake, NEW.number, NEW.at, NEW.who, NEW.kind, NEW.body), 'UTF8')
    ) FROM 1 FOR 12) THEN
        RAISE EXCEPTION USING ERRCODE = 'IO002', MESSAGE = 'the event does not follow from the one before';
    END IF;
    NEW.site := coalesce(last.site, my_site());
    NEW.login := session_user;
    NEW.received := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER event_follows BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_follows();

-- How many events there are, and the digest of the last, stand apart from them, where no role can write.
CREATE FUNCTION event_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = iopintake, pg_temp AS $$
BEGIN
    UPDATE intake SET events = NEW.number, tip = NEW.digest WHERE id = NEW.intake;
    RETURN NULL;
END $$;
CREATE TRIGGER event_counts AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_counts();

CREATE FUNCTION intake_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = iopintake, pg_temp AS $$
BEGIN
    SELECT number, digest, site INTO NEW.events, NEW.tip, NEW.site
        FROM event WHERE intake = NEW.id ORDER BY number DESC LIMIT 1;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_begins BEFORE INSERT ON intake FOR EACH ROW EXECUTE FUNCTION intake_begins();

CREATE FUNCTION of_its_intake() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = iopintake, pg_temp AS $$
BEGIN
    NEW.site := coalesce((SELECT site FROM event WHERE intake = NEW.intake LIMIT 1), my_site());
    RETURN NEW;
END $$;
CREATE TRIGGER of_its_intake BEFORE INSERT ON document FOR EACH ROW EXECUTE FUNCTION of_its_intake();
CREATE TRIGGER of_its_intake BEFORE INSERT ON lease FOR EACH ROW EXECUTE FUNCTION of_its_intake();

CREATE FUNCTION is_taken(of_sound text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = iopintake, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM intake WHERE sound = of_sound)
              OR EXISTS (SELECT FROM deleted WHERE translate(intake, 'bdgvzmr- ', 'ptkfsnl') = of_sound) $$;

-- Names are searched as in a file: small letters, in one form (Python's casefold, as far as names need it).
CREATE FUNCTION name_has(name text, part text) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = iopintake, pg_temp
    AS $$ SELECT strpos(replace(replace(lower(normalize(coalesce(name, ''), NFKC) COLLATE "und-x-icu"), 'ß', 'ss'), 'ς', 'σ'), part) > 0 $$;

-- Deleting is the supervisors'; what remains is that it was done, when, by whom and why.
CREATE FUNCTION take_out(of_intake text, at text, who text, why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = iopintake, pg_temp AS $$
DECLARE
    of_site text := (SELECT site FROM event WHERE event.intake = of_intake LIMIT 1);
BEGIN
    IF of_site IS NULL OR NOT sees(of_site) THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'not of your site';
    END IF;
    INSERT INTO deleted (intake, at, who, why, site) VALUES (of_intake, at, who, why, of_site) ON CONFLICT DO NOTHING;
    PERFORM remove_rows(of_intake);
END $$;

-- What was begun and never said anything goes without a word, by whoever holds it open.
CREATE FUNCTION forget(of_intake text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = iopintake, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM event WHERE intake = of_intake AND (NOT sees(site)
               OR kind NOT IN ('begun', 'paused', 'resumed', 'viewed', 'half_given'))) THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'something was said in it';
    END IF;
    PERFORM remove_rows(of_intake);
END $$;

CREATE FUNCTION remove_rows(of_intake text) RETURNS void
    LANGUAGE plpgsql SET search_path = iopintake, pg_temp AS $$
BEGIN
    DELETE FROM event WHERE intake = of_intake;
    DELETE FROM document WHERE intake = of_intake;
    DELETE FROM lease WHERE intake = of_intake;
    DELETE FROM intake WHERE id = of_intake;
    DELETE FROM pack WHERE sha256 NOT IN (SELECT pack FROM intake WHERE pack IS NOT NULL);
END $$;

-- Who may do what. Nobody has UPDATE or DELETE on the journal, its summaries or its deletions.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA iopintake FROM PUBLIC;
GRANT USAGE ON SCHEMA iopintake TO iopintake_counselor, iopintake_supervisor, iopintake_lead, iopintake_auditor;
GRANT EXECUTE ON FUNCTION my_site(), sees(text), name_has(text, text) TO iopintake_counselor, iopintake_supervisor, iopintake_lead, iopintake_auditor;
GRANT EXECUTE ON FUNCTION is_taken(text), forget(text) TO iopintake_counselor, iopintake_supervisor;
GRANT EXECUTE ON FUNCTION take_out(text, text, text, text) TO iopintake_supervisor;
GRANT SELECT ON migration, event, deleted, upkeep, pack TO iopintake_counselor, iopintake_supervisor, iopintake_lead, iopintake_auditor;
GRANT SELECT ON intake, document, lease TO iopintake_counselor, iopintake_supervisor, iopintake_lead;
GRANT SELECT (id, serial, sound, state, day, week, practice, mode, pack, events, tip, site) ON intake TO iopintake_auditor;
GRANT INSERT (intake, number, at, who, kind, body, digest) ON event TO iopintake_counselor, iopintake_supervisor, iopintake_lead;
GRANT INSERT (intake, number, data, digest) ON document TO iopintake_counselor, iopintake_supervisor;
GRANT INSERT ON pack TO iopintake_counselor, iopintake_supervisor;
GRANT INSERT (intake, token, holder), DELETE ON lease TO iopintake_counselor, iopintake_supervisor;
DO $$
DECLARE
    derived text := 'state, day, week, begun_at, finished_at, practice, mode, name, phone, pack, verdict, level, track, '
        'review, crisis, declined, seconds, decided, agrees, reason, disposition, due, digest';
BEGIN
    EXECUTE format('GRANT INSERT (id, serial, sound, events, tip, %s) ON intake TO iopintake_counselor, iopintake_supervisor', derived);
    EXECUTE format('GRANT UPDATE (%s) ON intake TO iopintake_counselor, iopintake_supervisor, iopintake_lead', derived);
END $$;

ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE document ENABLE ROW LEVEL SECURITY;
ALTER TABLE deleted ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake ENABLE ROW LEVEL SECURITY;
ALTER TABLE lease ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_my_site ON event FOR SELECT USING (sees(site));
CREATE POLICY of_my_site ON document USING (sees(site)) WITH CHECK (sees(site));
CREATE POLICY of_my_site ON deleted FOR SELECT USING (sees(site));
CREATE POLICY of_my_site ON intake USING (sees(site)) WITH CHECK (sees(site));
CREATE POLICY of_my_site ON lease USING (sees(site)) WITH CHECK (sees(site));
CREATE POLICY interview ON event FOR INSERT TO iopintake_counselor, iopintake_supervisor WITH CHECK (sees(site));
CREATE POLICY decision ON event FOR INSERT TO iopintake_lead
    WITH CHECK (sees(site) AND kind IN ('decided', 'followed_up') AND number > 1);

INSERT INTO migration (version) VALUES (1);
