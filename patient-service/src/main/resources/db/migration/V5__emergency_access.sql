-- Emergency access (break-glass): who opened whose record without having them in care, why, for how long, and what an auditor
-- said of it. Rows are kept; nothing of one changes but its review, once.
create table emergency_access (
    id          uuid        not null,
    version     bigint      not null,
    patient_id  uuid        not null,
    subject     text        not null,
    name        text        not null,
    reason      text        not null,
    granted_at  timestamptz not null,
    expires_at  timestamptz not null,
    reviewed_at timestamptz,
    reviewed_by text,
    verdict     text,
    note        text,
    constraint emergency_access_once primary key (id),
    constraint emergency_access_patient_exists foreign key (patient_id) references patient (id),
    constraint emergency_access_has_a_reason check (btrim(reason) <> ''),
    constraint emergency_access_times_in_order check (granted_at < expires_at),
    constraint emergency_access_verdict_known check (verdict in ('JUSTIFIED', 'UNJUSTIFIED')),
    -- A review is whole or not there.
    constraint emergency_access_review_whole check (num_nonnulls(reviewed_at, reviewed_by, verdict) in (0, 3)),
    constraint emergency_access_reviewed_by_another check (reviewed_by <> subject)
);
create index emergency_access_of_account on emergency_access (subject, patient_id, expires_at);
create index emergency_access_to_review on emergency_access (id) where reviewed_at is null;

-- A review is final, whoever writes.
create function keep_review() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'check_violation', constraint = 'emergency_access_reviewed_once',
        message = 'it was reviewed already';
end $$;
create trigger emergency_access_reviewed_once before update on emergency_access
    for each row when (old.reviewed_at is not null) execute function keep_review();
