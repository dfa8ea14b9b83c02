-- As cancelled_appointment, for the encounters of who came without an appointment.
create table cancelled_encounter (
    encounter_id uuid        not null,
    cancelled_at timestamptz not null,
    constraint cancelled_encounter_once primary key (encounter_id)
);
