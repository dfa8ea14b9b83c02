create table allergy (
    id          uuid        primary key,
    version     bigint      not null,
    patient_id  uuid        not null references patient,
    code        text,
    system      text,
    name        text        not null,
    criticality text        not null,
    reaction    text,
    status      text        not null,
    recorded_at timestamptz not null,
    recorded_by text        not null,
    constraint allergy_criticality check (criticality in ('LOW', 'HIGH', 'UNABLE_TO_ASSESS')),
    constraint allergy_status check (status in ('ACTIVE', 'ENTERED_IN_ERROR'))
);
create index allergy_of_patient on allergy (patient_id, id);
