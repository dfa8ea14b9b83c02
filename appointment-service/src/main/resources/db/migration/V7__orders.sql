create table medical_order (
    id                  uuid primary key,
    version             bigint      not null,
    patient_id          uuid        not null,
    encounter_id        uuid,
    appointment_id      uuid,
    -- The doctor whose account placed it.
    doctor_id           uuid,
    kind                text        not null,
    code                text,
    code_system         text,
    code_name           text        not null,
    priority            text        not null,
    instructions        text,
    performer_role      text        not null,
    status              text        not null,
    ordered_by          text        not null,
    outcome             text,
    document_id         uuid,
    cancellation_reason text,
    placed_at           timestamptz not null,
    started_at          timestamptz,
    ended_at            timestamptz,
    updated_at          timestamptz not null,
    constraint medical_order_encounter_exists foreign key (encounter_id) references encounter (id),
    constraint medical_order_appointment_exists foreign key (appointment_id) references appointment (id),
    constraint medical_order_kind_known check (kind in ('IMAGING', 'PROCEDURE', 'REFERRAL', 'NURSING', 'DIET')),
    constraint medical_order_priority_known check (priority in ('ROUTINE', 'URGENT', 'STAT')),
    constraint medical_order_status_known check (status in ('ACTIVE', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED')),
    constraint medical_order_end_known check ((status in ('COMPLETED', 'CANCELLED')) = (ended_at is not null))
);
create index medical_order_by_patient on medical_order (patient_id, id);
create index medical_order_by_performer on medical_order (performer_role, id);
create index medical_order_by_orderer on medical_order (ordered_by, id);
create index medical_order_by_appointment on medical_order (appointment_id) where appointment_id is not null;

alter table task add constraint task_order_exists foreign key (order_id) references medical_order (id);
