-- Whether the patient chose the time, and whether the patient gave it back: what staff do for a patient counts against no limit.
alter table appointment add column booked_by_patient boolean not null default false;
alter table appointment add column cancelled_by_patient boolean not null default false;
