-- The process "issue a prescription": one row an attempt. A replica owns a row until lease_until; fence grows with every
-- claim, and only the last claimant's writes count.
create table issuing (
    prescription_id uuid        not null references prescription,
    attempt         int         not null,
    step            text        not null,
    fence           bigint      not null default 0,
    lease_until     timestamptz not null default '-infinity',
    next_try_at     timestamptz not null,
    gives_up_at     timestamptz not null,
    document        bytea,
    asset_id        uuid,
    reason          text,
    started_at      timestamptz not null,
    ended_at        timestamptz,
    constraint issuing_attempt primary key (prescription_id, attempt),
    constraint issuing_step check (step in ('RENDER', 'SIGN', 'STORE', 'POINT', 'ISSUED', 'RETURNED')),
    constraint issuing_ended check ((step in ('ISSUED', 'RETURNED')) = (ended_at is not null))
);
create unique index issuing_one_open on issuing (prescription_id) where ended_at is null;
create index issuing_due on issuing (next_try_at) where ended_at is null;

-- Documents of attempts that failed, to be deleted at asset-service. The id is null where the answer to "store" never
-- arrived: then it is looked for by its hash until settled_at, after which no late request can store it any more.
create table unwanted_document (
    id              uuid        primary key,
    prescription_id uuid        not null,
    patient_id      uuid        not null,
    asset_id        uuid,
    sha256          text        not null,
    settled_at      timestamptz not null,
    next_try_at     timestamptz not null,
    tries           int         not null default 0
);
create index unwanted_document_due on unwanted_document (next_try_at);
