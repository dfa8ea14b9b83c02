-- The formulary: the medicines that the clinic prescribes and dispenses (FHIR: Medication).
create table medication (
    id          uuid        primary key,
    version     bigint      not null,
    identity    text        not null,
    name        text        not null,
    form        text,
    strength    text,
    codes       jsonb       not null default '[]',
    ingredients jsonb       not null default '[]',
    status      text        not null,
    search_text text        not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    constraint medication_status check (status in ('ACTIVE', 'INACTIVE')),
    -- Name, form and strength without case, accents and punctuation: what an import finds the medicine by.
    constraint medication_identity_once unique (identity)
);
create index medication_by_name on medication (name, id);
-- Words are taken as they are: the parser of to_tsvector would cut codes and strengths apart.
create index medication_search on medication using gin (array_to_tsvector(string_to_array(search_text, ' ')));
create index medication_codes on medication using gin (codes jsonb_path_ops);
