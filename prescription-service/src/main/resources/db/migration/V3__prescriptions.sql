create table prescription (
    id                  uuid        primary key,
    version             bigint      not null,
    appointment_id      uuid        not null,
    patient_id          uuid        not null,
    doctor_id           uuid        not null,
    doctor_subject      text        not null,
    status              text        not null,
    notes               text,
    checks              text        not null,
    override_reason     text,
    returned_reason     text,
    attempt             int         not null,
    document_asset_id   uuid,
    document_sha256     text,
    issued_at           timestamptz,
    cancelled_at        timestamptz,
    cancellation_reason text,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    constraint prescription_status check (status in
        ('DRAFT', 'ISSUING', 'ISSUED', 'PARTIALLY_DISPENSED', 'DISPENSED', 'CANCELLED', 'EXPIRED')),
    constraint prescription_issued_has_document check
        (status not in ('ISSUED', 'PARTIALLY_DISPENSED', 'DISPENSED') or document_asset_id is not null)
);
-- One for an appointment; a cancelled one makes room for another.
create unique index prescription_one_per_appointment on prescription (appointment_id) where status <> 'CANCELLED';
create index prescription_of_patient on prescription (patient_id, id);
create index prescription_of_doctor on prescription (doctor_subject, id);

create table prescription_item (
    id                uuid primary key,
    prescription_id   uuid not null references prescription,
    position          int  not null,
    medication_code   text,
    medication_system text,
    medication_name   text not null,
    dose              text not null,
    route             text not null,
    frequency         text not null,
    duration_days     int  not null,
    quantity          int  not null,
    refills           int  not null,
    instructions      text,
    constraint prescription_item_amounts check (duration_days > 0 and quantity > 0 and refills >= 0)
);
create index prescription_item_of on prescription_item (prescription_id, position);
