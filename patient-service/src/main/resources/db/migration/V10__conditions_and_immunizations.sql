-- The problem list. What is over is resolved, what was wrong is entered in error; nothing is deleted.
create table condition (
    id              uuid        not null,
    version         bigint      not null,
    patient_id      uuid        not null,
    code            text,
    system          text,
    name            text        not null,
    clinical_status text        not null,
    onset           date,
    abatement       date,
    note            text,
    status          text        not null,
    recorded_at     timestamptz not null,
    recorded_by     text        not null,
    constraint condition_once primary key (id),
    constraint condition_patient_exists foreign key (patient_id) references patient (id),
    constraint condition_code_has_a_system check (num_nonnulls(code, system) in (0, 2)),
    constraint condition_clinical_status_known check (clinical_status in ('ACTIVE', 'RECURRENCE', 'REMISSION', 'RESOLVED')),
    constraint condition_status_known check (status in ('ACTIVE', 'ENTERED_IN_ERROR')),
    -- FHIR con-4: what has ended is not present.
    constraint condition_present_has_no_end check (abatement is null or clinical_status in ('REMISSION', 'RESOLVED')),
    constraint condition_days_in_order check (onset <= abatement)
);
create index condition_of_patient on condition (patient_id, id);

-- Vaccines that were given, and those that were not and why.
create table immunization (
    id           uuid        not null,
    version      bigint      not null,
    patient_id   uuid        not null,
    code         text,
    system       text,
    name         text        not null,
    given_on     date        not null,
    outcome      text        not null,
    reason       text,
    lot_number   text,
    manufacturer text,
    dose_number  int,
    site         text,
    note         text,
    status       text        not null,
    recorded_at  timestamptz not null,
    recorded_by  text        not null,
    constraint immunization_once primary key (id),
    constraint immunization_patient_exists foreign key (patient_id) references patient (id),
    constraint immunization_code_has_a_system check (num_nonnulls(code, system) in (0, 2)),
    constraint immunization_outcome_known check (outcome in ('COMPLETED', 'NOT_DONE')),
    constraint immunization_status_known check (status in ('ACTIVE', 'ENTERED_IN_ERROR')),
    constraint immunization_reason_of_what_was_not_done check (reason is null or outcome = 'NOT_DONE'),
    constraint immunization_given_or_without_lot check (
        outcome = 'COMPLETED' or num_nonnulls(lot_number, dose_number, site) = 0)
);
create index immunization_of_patient on immunization (patient_id, given_on, id);
