-- People of one name have either of the two, and not everybody's birth date is known.
alter table patient
    alter column given_name drop not null,
    alter column family_name drop not null,
    alter column birth_date drop not null,
    drop column search_name,
    add constraint patient_has_a_name check (num_nonnulls(given_name, family_name) > 0),
    add constraint patient_unknown_birth_date_is_not_estimated check (birth_date is not null or not birth_date_estimated);

alter table patient
    add column search_name text not null
        generated always as (searchable(btrim(coalesce(given_name, '') || ' ' || coalesce(family_name, '')))) stored;
create index patient_search_name on patient using gin (search_name gin_trgm_ops);

-- "No known allergies" is a statement of its own: it names no substance, it stands alone, and an allergy that is found later
-- refutes it.
alter table allergy
    add column no_known_allergies boolean not null default false,
    alter column name drop not null,
    alter column criticality drop not null,
    drop constraint allergy_status,
    add constraint allergy_status check (status in ('ACTIVE', 'ENTERED_IN_ERROR', 'REFUTED')),
    add constraint allergy_names_a_substance_or_none check (
        case when no_known_allergies then num_nonnulls(code, system, name, criticality, reaction) = 0
             else num_nonnulls(name, criticality) = 2 and status <> 'REFUTED' end),
    add constraint allergy_statement_stands_alone
        exclude using gist (patient_id with =, (no_known_allergies::int) with <>) where (status = 'ACTIVE');
create unique index allergy_statement_once on allergy (patient_id) where no_known_allergies and status = 'ACTIVE';
