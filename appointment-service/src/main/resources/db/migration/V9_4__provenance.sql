-- Where doctors and entries of the queue come from, as it was said; of one source's ids each is one row's.
alter table doctor
    add column provenance text,
    add column provenance_source      text generated always as (provenance::jsonb ->> 'source') stored,
    add column provenance_external_id text generated always as (provenance::jsonb ->> 'externalId') stored,
    add constraint doctor_external_id_once unique (provenance_source, provenance_external_id);

alter table queue_entry
    add column provenance text,
    add column provenance_source      text generated always as (provenance::jsonb ->> 'source') stored,
    add column provenance_external_id text generated always as (provenance::jsonb ->> 'externalId') stored,
    add constraint queue_entry_external_id_once unique (provenance_source, provenance_external_id);
