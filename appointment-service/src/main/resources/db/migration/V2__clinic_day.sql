-- Equality of uuid beside overlap of ranges in one exclusion constraint.
create extension if not exists btree_gist;

create table doctor (
    id             uuid primary key,
    version        bigint      not null,
    given_name     text        not null,
    family_name    text        not null,
    license_number text        not null,
    email          text        not null,
    specialty      text        not null,
    time_zone      text        not null,
    subject        text,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    constraint doctor_subject_once unique (subject)
);
create unique index doctor_license_number_once on doctor (upper(license_number));
create unique index doctor_email_once on doctor (lower(email));
create index doctor_by_name on doctor (family_name, given_name, id);

-- Written and read whole, so the timetable is one JSON text.
create table schedule (
    doctor_id  uuid primary key,
    version    bigint      not null,
    timetable  text        not null,
    updated_at timestamptz not null,
    constraint schedule_doctor_exists foreign key (doctor_id) references doctor (id),
    constraint schedule_timetable_is_json check (timetable is json object)
);

-- Projection of patient-service's events.
create table known_patient (
    patient_id  uuid primary key,
    version     bigint not null,
    uhid        text,
    given_name  text   not null,
    family_name text   not null
);

create table appointment (
    id                  uuid primary key,
    version             bigint      not null,
    patient_id          uuid        not null,
    doctor_id           uuid        not null,
    starts_at           timestamptz not null,
    ends_at             timestamptz not null,
    -- ends_at with the doctor's pause after it
    blocked_until       timestamptz not null,
    status              text        not null,
    reason              text,
    overbook_reason     text,
    cancellation_reason text,
    queue_entry_id      uuid,
    token_number        int,
    encounter_id        uuid,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    constraint appointment_doctor_exists foreign key (doctor_id) references doctor (id),
    constraint appointment_times_in_order check (starts_at < ends_at and ends_at <= blocked_until),
    constraint appointment_status_known check (
        status in ('SCHEDULED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
    -- A doctor sees one patient at a time, unless an administrator overbooks: that appointment neither
    -- keeps the doctor's time nor minds who has it.
    constraint appointment_doctor_free exclude using gist (
        doctor_id with =, tstzrange(starts_at, blocked_until) with &&)
        where (status not in ('CANCELLED', 'NO_SHOW') and overbook_reason is null),
    -- A patient is in one place at a time, overbooked or not.
    constraint appointment_patient_free exclude using gist (
        patient_id with =, tstzrange(starts_at, ends_at) with &&)
        where (status not in ('CANCELLED', 'NO_SHOW'))
);
create index appointment_by_patient on appointment (patient_id, starts_at, id);
create index appointment_by_doctor on appointment (doctor_id, starts_at, id);
create index appointment_by_start on appointment (starts_at, id);

-- A booking inserts with "on conflict do nothing", which waits where a plain insert would deadlock, and calls this when
-- nothing was inserted: it raises the violation by its name.
create function refuse_overlap(
    doctor uuid, patient uuid, starts timestamptz, ends timestamptz, blocked timestamptz, overbooked boolean)
    returns boolean language plpgsql as $$
begin
    if not overbooked and exists (
        select from appointment
         where doctor_id = doctor and tstzrange(starts_at, blocked_until) && tstzrange(starts, blocked)
           and status not in ('CANCELLED', 'NO_SHOW') and overbook_reason is null) then
        raise exclusion_violation using constraint = 'appointment_doctor_free', message = 'the doctor is busy';
    end if;
    if exists (
        select from appointment
         where patient_id = patient and tstzrange(starts_at, ends_at) && tstzrange(starts, ends)
           and status not in ('CANCELLED', 'NO_SHOW')) then
        raise exclusion_violation using constraint = 'appointment_patient_free', message = 'the patient is busy';
    end if;
    -- Whoever was in the way has gone meanwhile.
    raise serialization_failure using message = 'the overlap has gone';
end $$;

-- Counts up only. The row is locked by whoever takes a number until they commit.
create table queue_counter (
    doctor_id uuid,
    day       date,
    last      int not null,
    constraint queue_counter_key primary key (doctor_id, day)
);

-- The same of the common queue, where patients wait for whom no doctor was chosen yet.
create table common_queue_counter (
    day  date primary key,
    last int not null
);

create table queue_entry (
    id             uuid primary key,
    version        bigint      not null,
    -- Absent in the common queue.
    doctor_id      uuid,
    patient_id     uuid        not null,
    appointment_id uuid,
    encounter_id   uuid,
    day            date        not null,
    token_number   int         not null,
    priority       text        not null,
    urgency        int generated always as (
        case priority when 'EMERGENCY' then 2 when 'URGENT' then 1 else 0 end) stored,
    status         text        not null,
    -- The place in the common queue that the patient came by: its number is never given again.
    common_day          date,
    common_token_number int,
    created_at          timestamptz not null,
    assigned_at         timestamptz,
    nurse_completed_at  timestamptz,
    timeline_ready_at   timestamptz,
    started_at          timestamptz,
    completed_at        timestamptz,
    cancelled_at        timestamptz,
    updated_at          timestamptz not null,
    constraint queue_entry_doctor_exists foreign key (doctor_id) references doctor (id),
    constraint queue_entry_appointment_exists foreign key (appointment_id) references appointment (id),
    constraint queue_entry_appointment_once unique (appointment_id),
    constraint queue_entry_token_once unique nulls not distinct (doctor_id, day, token_number),
    constraint queue_entry_common_token_once unique (common_day, common_token_number),
    constraint queue_entry_common_whole check ((common_day is null) = (common_token_number is null)),
    constraint queue_entry_has_a_queue check (doctor_id is not null or common_day is not null),
    constraint queue_entry_seen_by_a_doctor check (
        doctor_id is not null or status in ('WAITING', 'NURSE_COMPLETED', 'READY_FOR_DOCTOR', 'CANCELLED')),
    constraint queue_entry_priority_known check (priority in ('NORMAL', 'URGENT', 'EMERGENCY')),
    constraint queue_entry_status_known check (
        status in ('WAITING', 'NURSE_COMPLETED', 'READY_FOR_DOCTOR', 'IN_CONSULTATION', 'COMPLETED', 'CANCELLED'))
);
-- A patient waits once for a doctor on a day, and once in the common queue.
create unique index queue_entry_waiting_once on queue_entry (patient_id, doctor_id, day) nulls not distinct
    where status not in ('COMPLETED', 'CANCELLED');
create index queue_entry_by_day on queue_entry (day, urgency desc, token_number, id);

create table encounter (
    id             uuid primary key,
    version        bigint      not null,
    patient_id     uuid        not null,
    doctor_id      uuid        not null,
    appointment_id uuid,
    queue_entry_id uuid,
    status         text        not null,
    started_at     timestamptz not null,
    ended_at       timestamptz,
    constraint encounter_doctor_exists foreign key (doctor_id) references doctor (id),
    constraint encounter_appointment_once unique (appointment_id),
    constraint encounter_status_known check (status in ('IN_PROGRESS', 'FINISHED', 'CANCELLED'))
);
create index encounter_by_patient on encounter (patient_id, id);
create index encounter_by_doctor on encounter (doctor_id, id);
