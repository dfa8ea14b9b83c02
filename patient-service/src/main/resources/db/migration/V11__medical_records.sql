-- Dated records in a form of the clinic's own: found by day, by what their data contain, and by words. The service makes the words,
-- as it does those of names, since the database's dictionaries are of one language each.
create table medical_record (
    id          uuid        not null,
    version     bigint      not null,
    patient_id  uuid        not null,
    dated       date        not null,
    kind        text        not null,
    title       text        not null,
    data        jsonb       not null,
    search      tsvector    not null default '',
    embedding   bytea,
    status      text        not null,
    recorded_at timestamptz not null,
    recorded_by text        not null,
    constraint medical_record_once primary key (id),
    constraint medical_record_patient_exists foreign key (patient_id) references patient (id),
    constraint medical_record_kind_known check (kind in ('NOTE', 'RESULT', 'PROCEDURE', 'IMMUNIZATION', 'DOCUMENT')),
    constraint medical_record_status_known check (status in ('ACTIVE', 'ENTERED_IN_ERROR')),
    constraint medical_record_data_is_an_object check (jsonb_typeof(data) = 'object'),
    -- Numbers of four bytes each
    constraint medical_record_embedding_whole check (octet_length(embedding) between 4 and 16384 and octet_length(embedding) % 4 = 0)
);
create index medical_record_of_patient on medical_record (patient_id, dated, id);
create index medical_record_data on medical_record using gin (data jsonb_path_ops);
create index medical_record_search on medical_record using gin (search);
