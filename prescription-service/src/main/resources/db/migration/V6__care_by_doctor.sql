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

insert into care (id, version, patient_id, doctor_id, basis, since, until, self_made)
select id, version, patient_id, doctor_id, 'appointment', least(starts_at, now()),
       case status when 'cancelled' then now() when 'no_show' then starts_at + interval '7 days'
                   else starts_at + interval '365 days' end, false
  from known_appointment;

-- Of a walk-in no time is known; it joined at the latest now.
insert into care (id, version, patient_id, doctor_id, basis, since, until, self_made)
select queue_entry_id, version, patient_id, doctor_id, 'queue_entry', now(),
       case status when 'cancelled' then now() else now() + interval '365 days' end, false
  from known_walk_in
on conflict do nothing;

-- The accounts as appointments told them last; each doctor's own event replaces it (the listener reads them anew).
insert into care_doctor (doctor_id, version, subject)
select distinct on (doctor_id) doctor_id, -1, doctor_subject
  from known_appointment
 order by doctor_id, starts_at desc
on conflict do nothing;
drop table care_by_account;

create index care_of_patient on care (patient_id, until);
create index care_of_doctor on care (doctor_id) where doctor_id is not null;
create index care_of_account on care (subject) where subject is not null;

-- What a doctor wrote is theirs by the account that they have now.
create index prescription_by_doctor on prescription (doctor_id, id);
