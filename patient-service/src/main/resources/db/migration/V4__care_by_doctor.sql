-- Care by doctor in place of care by account (commons/access owns the meaning): who has whom in care, by what, since when and
-- until when. Care of the clinic's day is a doctor's, emergency access an account's.
alter table care rename to care_by_account;

create table care (
    id         uuid        not null,
    version    bigint      not null,
    patient_id uuid        not null,
    doctor_id  uuid,
    subject    text,
    basis      text        not null,
    since      timestamptz not null,
    until      timestamptz not null,
    self_made  boolean     not null,
    constraint care_once primary key (id),
    constraint care_is_somebodys check (num_nonnulls(doctor_id, subject) = 1),
    constraint care_basis_known check (basis in ('appointment', 'queue_entry', 'emergency_access'))
);

-- Which account each doctor has, from doctor.* events.
create table care_doctor (
    doctor_id uuid   not null,
    version   bigint not null,
    subject   text,
    constraint care_doctor_once primary key (doctor_id)
);
create index care_doctor_of_account on care_doctor (subject) where subject is not null;

-- What is there names no doctor. It counts by its account while appointment.events are read anew (the listener has a new
-- consumer group), whose events replace it as versions that are newer than it. The topic keeps less than care lasts, so what it
-- no longer has counts for a year (polyclinic.access.care-lasts unless configured).
insert into care (id, version, patient_id, subject, basis, since, until, self_made)
select appointment_id, -1, patient_id, doctor_subject, 'appointment', now(), now() + interval '365 days', false
  from care_by_account
 where active and doctor_subject <> '';
drop table care_by_account;

create index care_of_patient on care (patient_id, until);
create index care_of_doctor on care (doctor_id) where doctor_id is not null;
create index care_of_account on care (subject) where subject is not null;
