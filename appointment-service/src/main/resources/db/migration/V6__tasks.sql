create table task (
    id                  uuid primary key,
    version             bigint      not null,
    title               text        not null,
    patient_id          uuid,
    role                text,
    assignee            text,
    due_at              timestamptz,
    priority            text        not null,
    about_type          text,
    about_id            uuid,
    -- What the task was made from, when nobody typed it in: each thing makes one.
    source              text,
    -- The order that is performed by it; the two end together.
    order_id            uuid,
    status              text        not null,
    created_by          text        not null,
    claimed_at          timestamptz,
    overdue_at          timestamptz,
    ended_at            timestamptz,
    cancellation_reason text,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    constraint task_source_once unique (source),
    constraint task_order_once unique (order_id),
    constraint task_is_somebodys check (role is not null or assignee is not null),
    constraint task_claimed_by_somebody check (status <> 'CLAIMED' or assignee is not null),
    constraint task_about_whole check ((about_type is null) = (about_id is null)),
    constraint task_priority_known check (priority in ('ROUTINE', 'URGENT', 'STAT')),
    constraint task_status_known check (status in ('OPEN', 'CLAIMED', 'COMPLETED', 'CANCELLED'))
);
create index task_by_assignee on task (assignee, id);
create index task_by_role on task (role, id);
create index task_by_patient on task (patient_id, id);
create index task_by_creator on task (created_by, id);
-- What the escalation looks for, and nothing else.
create index task_to_escalate on task (due_at) where status in ('OPEN', 'CLAIMED') and overdue_at is null;
create index task_late on task (overdue_at) where status in ('OPEN', 'CLAIMED') and overdue_at is not null;
