-- Laboratory requests. The number is what people say and what stands on labels; gaps in it mean nothing.
create sequence lab_request_number;

create table lab_request (
    id                  uuid        not null,
    version             bigint      not null,
    number              text        not null,
    patient_id          uuid        not null,
    appointment_id      uuid,
    encounter_id        uuid,
    doctor_id           uuid,
    doctor_subject      text        not null,
    priority            text        not null,
    status              text        not null,
    tests               text        not null,
    specimens           text        not null,
    note                text,
    result_version      int         not null default 0,
    critical            boolean     not null default false,
    released            boolean     not null default false,
    review_due_at       timestamptz,
    overdue_told        int         not null default 0,
    requested_at        timestamptz not null,
    collected_at        timestamptz,
    resulted_at         timestamptz,
    reviewed_at         timestamptz,
    cancelled_at        timestamptz,
    cancellation_reason text,
    updated_at          timestamptz not null,
    constraint lab_request_id primary key (id),
    constraint lab_request_number_once unique (number),
    constraint lab_request_status check (status in ('REQUESTED', 'COLLECTED', 'RESULTED', 'REVIEWED', 'CANCELLED')),
    constraint lab_request_priority check (priority in ('ROUTINE', 'URGENT', 'STAT')),
    constraint lab_request_has_results check ((status in ('RESULTED', 'REVIEWED')) = (result_version > 0)),
    constraint lab_request_waits_for_review check ((status = 'RESULTED') = (review_due_at is not null)),
    constraint lab_request_cancelled check ((status = 'CANCELLED') = (cancelled_at is not null))
);
create index lab_request_of_patient on lab_request (patient_id, id);
create index lab_request_by_status on lab_request (status, id);
create index lab_request_by_doctor on lab_request (doctor_id, id);
create index lab_request_of_appointment on lab_request (appointment_id) where appointment_id is not null;
create index lab_request_of_encounter on lab_request (encounter_id) where encounter_id is not null;
create index lab_request_review_due on lab_request (review_due_at) where status = 'RESULTED';

-- Every version of the results of a request: none is ever changed but for its review, and none goes.
create table lab_report (
    id             uuid        not null,
    lab_request_id uuid        not null references lab_request,
    version        int         not null,
    status         text        not null,
    results        text        not null,
    critical       boolean     not null,
    performed_at   timestamptz not null,
    reason         text,
    recorded_by    text        not null,
    recorded_at    timestamptz not null,
    reviewed_by    text,
    reviewed_at    timestamptz,
    review_comment text,
    constraint lab_report_id primary key (id),
    constraint lab_report_version_once unique (lab_request_id, version),
    constraint lab_report_status check (status in ('PRELIMINARY', 'FINAL', 'CORRECTED')),
    constraint lab_report_reviewed check ((reviewed_by is null) = (reviewed_at is null))
);

-- Beyond which values a result alerts at once, by test and unit ('' where it has none).
create table lab_critical_limit (
    code       text        not null,
    unit       text        not null,
    low        text,
    high       text,
    set_by     text        not null,
    updated_at timestamptz not null,
    constraint lab_critical_limit_once primary key (code, unit),
    constraint lab_critical_limit_says_something check (num_nonnulls(low, high) > 0)
);
