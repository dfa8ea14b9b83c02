-- Where a patient's registration comes from, as it was said; of one source's ids each is one patient's.
alter table patient
    add column provenance text,
    add column provenance_source      text generated always as (provenance::jsonb ->> 'source') stored,
    add column provenance_external_id text generated always as (provenance::jsonb ->> 'externalId') stored,
    add constraint patient_external_id_once unique (provenance_source, provenance_external_id);
