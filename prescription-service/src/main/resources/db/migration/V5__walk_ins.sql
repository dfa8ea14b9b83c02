-- Who has whom in care, by appointments and by places in a queue without one (commons/access owns the meaning).
create table care (
    appointment_id uuid    primary key,
    doctor_subject text    not null,
    patient_id     uuid    not null,
    version        bigint  not null,
    active         boolean not null
);
create index care_of_patient on care (patient_id, doctor_subject) where active;
create index care_of_doctor on care (doctor_subject) where active;

insert into care (appointment_id, doctor_subject, patient_id, version, active)
select id, coalesce(doctor_subject, ''), patient_id, version, status <> 'cancelled' from known_appointment;

drop index known_appointment_care;

-- Patients in a queue without an appointment. A newer version wins, whatever the order of arrival.
create table known_walk_in (
    queue_entry_id uuid   primary key,
    version        bigint not null,
    patient_id     uuid   not null,
    doctor_id      uuid   not null,
    doctor_subject text   not null,
    encounter_id   uuid,
    status         text   not null
);
create unique index known_walk_in_encounter on known_walk_in (encounter_id);

-- A prescription belongs to an appointment or to a walk-in's encounter.
alter table prescription alter column appointment_id drop not null;
alter table prescription add column encounter_id uuid;
alter table prescription add constraint prescription_has_context check (num_nonnulls(appointment_id, encounter_id) = 1);
-- One for an encounter; a cancelled one makes room for another.
create unique index prescription_one_per_encounter on prescription (encounter_id) where status <> 'CANCELLED';
