create sequence uhid_number;

-- How alike a search term must be for the trigram index to propose a patient; the ranking decides about the rest.
-- (The setting exists once the library is loaded.)
select show_trgm('');
alter role current_user set pg_trgm.word_similarity_threshold = 0.2;

-- Lower case, without accents, words parted by one space. unaccent() is only STABLE because its dictionary may change;
-- ours does not, and an index needs IMMUTABLE.
create function searchable(name text) returns text
    language sql immutable parallel safe strict
    return regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, name)), '[^[:alnum:]]+', ' ', 'g');

create table patient (
    id                   uuid        primary key,
    version              bigint      not null,
    uhid                 text        not null,
    given_name           text        not null,
    family_name          text        not null,
    birth_date           date        not null,
    birth_date_estimated boolean     not null,
    sex                  text        not null,
    phone                text,
    email                text,
    address              text,
    emergency_contacts   text        not null,
    search_name          text        not null generated always as (searchable(given_name || ' ' || family_name)) stored,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    constraint patient_uhid_unique unique (uhid),
    constraint patient_sex check (sex in ('MALE', 'FEMALE', 'OTHER', 'UNKNOWN'))
);
create unique index patient_email_unique on patient (lower(email));
create index patient_phone on patient (phone);
create index patient_birth_date on patient (birth_date);
create index patient_search_name on patient using gin (search_name gin_trgm_ops);

create table patient_identifier (
    patient_id uuid not null references patient,
    position   int  not null,
    system     text not null,
    value      text not null,
    primary key (patient_id, position),
    constraint patient_identifier_unique unique (system, value)
);

-- The next free number: a clinic may bring numbers of its own that lie in the sequence's way.
create function next_uhid() returns text language plpgsql as $$
declare candidate text;
begin
    loop
        candidate := 'PC' || lpad(nextval('uhid_number')::text, 8, '0');
        exit when not exists (select from patient where uhid = candidate);
    end loop;
    return candidate;
end $$;

-- Which doctors have a patient in care: one row an appointment (or a place in the queue, for who came without one), kept
-- from appointment.events.
create table care (
    appointment_id uuid    primary key,
    doctor_subject text    not null,
    patient_id     uuid    not null,
    version        bigint  not null,
    active         boolean not null
);
create index care_of_patient on care (patient_id, doctor_subject) where active;
