-- An import is taken portion by portion, each a transaction of its own.
alter table table_import add column status text not null default 'FINISHED';
alter table table_import add constraint table_import_status check (status in ('RUNNING', 'FINISHED', 'INTERRUPTED'));

-- The import that named the ingredients last: another line of the same one must not name others.
alter table medication add column ingredients_from uuid;

-- Imports that changed a table, until all prescriptions in force have been screened for what is new; up to which one that is done.
create table table_screening (
    import_id    uuid        not null references table_import,
    last_id      uuid,
    requested_at timestamptz not null,
    constraint table_screening_once primary key (import_id)
);
create index prescription_in_force on prescription (id)
    where status in ('ISSUING', 'ISSUED', 'PARTIALLY_DISPENSED', 'DISPENSED');
