-- Whether the doctor made it themselves, by another role that they have, for a patient whom they had not in care.
alter table appointment add column self_made boolean not null default false;
alter table queue_entry add column self_made boolean not null default false;

-- Whether a patient was in a doctor's queue before.
create index queue_entry_by_patient on queue_entry (patient_id, doctor_id);
