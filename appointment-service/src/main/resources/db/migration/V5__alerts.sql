-- Whom a doctor or nurse may see in an emergency, from patient-service's events.
create table emergency_access (
    id         uuid primary key,
    version    bigint      not null,
    patient_id uuid        not null,
    subject    text        not null,
    until      timestamptz not null
);
create index emergency_access_by_subject on emergency_access (subject, patient_id);

create table alert (
    id              uuid primary key,
    version         bigint      not null,
    kind            text        not null,
    severity        text        not null,
    -- What it was raised from: the same thing said twice is one alert.
    source          text        not null,
    patient_id      uuid,
    doctor_id       uuid,
    roles           text[]      not null,
    subjects        text[]      not null,
    about_type      text        not null,
    about_id        uuid        not null,
    status          text        not null,
    raised_at       timestamptz not null,
    acknowledged_by text,
    acknowledged_at timestamptz,
    note            text,
    updated_at      timestamptz not null,
    constraint alert_source_once unique (kind, source),
    constraint alert_severity_known check (severity in ('INFO', 'WARNING', 'CRITICAL')),
    constraint alert_status_known check (status in ('OPEN', 'ACKNOWLEDGED')),
    constraint alert_acknowledged_by_somebody check ((status = 'OPEN') = (acknowledged_by is null))
);
create index alert_by_patient on alert (patient_id, id);
create index alert_open on alert (kind, id) where status = 'OPEN';
-- Stock that is low already is not low a second time.
create unique index alert_low_stock_open_once on alert (about_id) where kind = 'LOW_STOCK' and status = 'OPEN';

-- Until when alerts of a kind about a thing are over, so that one that arrives late does not open again.
create table alert_ended (
    kind     text,
    about_id uuid,
    until    timestamptz not null,
    constraint alert_ended_key primary key (kind, about_id)
);
