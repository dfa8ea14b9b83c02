-- Medicines made ready for a patient (FHIR: MedicationDispense).
create table dispense (
    id              uuid        primary key,
    version         bigint      not null,
    prescription_id uuid        not null references prescription,
    patient_id      uuid        not null,
    status          text        not null,
    invoice_id      uuid,
    prepared_by     text        not null,
    prepared_at     timestamptz not null,
    handed_over_at  timestamptz,
    ended_at        timestamptz,
    updated_at      timestamptz not null,
    constraint dispense_status check (status in ('PREPARED', 'HANDED_OVER', 'RETURNED', 'REVERSED')),
    constraint dispense_handed_over_at check (status <> 'HANDED_OVER' or handed_over_at is not null),
    constraint dispense_ended check ((status in ('RETURNED', 'REVERSED')) = (ended_at is not null))
);
create index dispense_of_prescription on dispense (prescription_id, id);

create table dispense_item (
    id                   uuid    primary key,
    dispense_id          uuid    not null references dispense,
    position             int     not null,
    prescription_item_id uuid    not null references prescription_item,
    inventory_item_id    uuid    not null references inventory_item,
    batch_id             uuid    not null references stock_batch,
    medication_id        uuid,
    name                 text    not null,
    quantity             numeric not null,
    returned             numeric not null default 0,
    unit                 text    not null,
    unit_price           numeric,
    currency             text,
    tax_rate             numeric,
    substituted          boolean not null,
    substitution_reason  text,
    constraint dispense_item_quantity check (quantity > 0),
    constraint dispense_item_returned check (returned >= 0 and returned <= quantity),
    constraint dispense_item_price check ((unit_price is null) = (currency is null))
);
create index dispense_item_of on dispense_item (dispense_id, position);
alter table stock_movement add constraint stock_movement_dispense_item
    foreign key (dispense_item_id) references dispense_item;

-- What medicines cost, as billing-service tells (price.set, price.ended). The later told wins, whatever the order of arrival.
create table known_price (
    id         uuid        primary key,
    told_at    timestamptz not null,
    code       text        not null,
    kind       text        not null,
    applies_to text,
    amount     numeric     not null,
    currency   text        not null,
    tax_rate   numeric,
    valid_from date        not null,
    valid_to   date
);
create index known_price_by_code on known_price (code);
create index known_price_by_subject on known_price (applies_to) where applies_to is not null;

-- The dispense was prepared from what another request has changed meanwhile: all of it is to be done again.
create function refuse_stale_dispense() returns boolean language plpgsql as $$
begin
    raise serialization_failure using message = 'the prescription has changed meanwhile';
end $$;

-- The substances of a medicine, in any order and case; null where none is named.
create function known_ingredients(named jsonb) returns text[] immutable language sql as $$
    select array_agg(distinct lower(btrim(name)) order by lower(btrim(name))) from jsonb_array_elements_text(named) as name
$$;
