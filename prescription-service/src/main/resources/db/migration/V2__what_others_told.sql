-- Projections of other services' facts. A newer version wins, whatever the order of arrival.

create table known_appointment (
    id             uuid        primary key,
    version        bigint      not null,
    patient_id     uuid        not null,
    doctor_id      uuid        not null,
    doctor_subject text,
    doctor_name    text        not null,
    starts_at      timestamptz not null,
    status         text        not null
);
create index known_appointment_care on known_appointment (doctor_subject, patient_id);

create table known_doctor (
    id             uuid   primary key,
    version        bigint not null,
    given_name     text   not null,
    family_name    text   not null,
    specialty      text,
    license_number text,
    time_zone      text
);

create table known_patient (
    id          uuid   primary key,
    version     bigint not null,
    uhid        text,
    given_name  text   not null,
    family_name text   not null,
    birth_date  date
);

-- A removed allergy stays as a row, so that a late "recorded" cannot bring it back.
create table known_allergy (
    id          uuid    primary key,
    patient_id  uuid    not null,
    code        text,
    system      text,
    name        text,
    criticality text,
    removed     boolean not null,
    version     bigint  not null
);
create index known_allergy_of_patient on known_allergy (patient_id);
