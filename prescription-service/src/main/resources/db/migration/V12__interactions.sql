-- What the checks before issuing know of substances; a clinic loads its own tables (docs/formulary.md has the format).
create table drug_substance (
    name   text not null,
    atc    text not null,
    source text not null,
    constraint drug_substance_once primary key (name, atc),
    constraint drug_substance_atc check (atc ~ '^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$')
);

-- Either side is a substance's name or "atc:" and the beginning of an ATC code; the smaller one stands first.
create table drug_interaction (
    first     text not null,
    second    text not null,
    severity  text not null,
    mechanism text not null,
    source    text not null,
    constraint drug_interaction_once primary key (first, second),
    constraint drug_interaction_order check (first collate "C" <= second collate "C"),
    constraint drug_interaction_severity check (severity in ('CONTRAINDICATED', 'MAJOR', 'MODERATE', 'MINOR'))
);

-- Open prescriptions are screened again for what is new; each conflict is told once.
create table found_conflict (
    prescription_id uuid        not null references prescription,
    item_id         uuid        not null,
    kind            text        not null,
    subject         text        not null,
    found_at        timestamptz not null,
    constraint found_conflict_once primary key (prescription_id, item_id, kind, subject)
);

-- What a patient takes.
create index prescription_open_of_patient on prescription (patient_id)
    where status in ('ISSUING', 'ISSUED', 'PARTIALLY_DISPENSED', 'DISPENSED');
