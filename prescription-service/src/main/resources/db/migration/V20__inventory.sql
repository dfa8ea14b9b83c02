-- What the clinic keeps in stock. `low` is what was last told about the item (stock.low, stock.replenished): null until stock
-- has first arrived.
create table inventory_item (
    id            uuid        primary key,
    version       bigint      not null,
    sku           text        not null,
    name          text        not null,
    kind          text        not null,
    medication_id uuid,
    unit          text        not null,
    reorder_level numeric     not null,
    low           boolean,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    constraint inventory_item_medication foreign key (medication_id) references medication,
    constraint inventory_item_kind check (kind in ('MEDICINE', 'CONSUMABLE', 'OTHER')),
    constraint inventory_item_reorder_level check (reorder_level >= 0)
);
create unique index inventory_item_sku_once on inventory_item (lower(sku));
create index inventory_item_of_medication on inventory_item (medication_id) where medication_id is not null;
create index inventory_item_by_name on inventory_item (lower(name));

-- One delivery of an item. on_hand is the sum of the batch's movements and changes by them alone.
create table stock_batch (
    id                 uuid        primary key,
    version            bigint      not null,
    item_id            uuid        not null references inventory_item,
    lot                text        not null,
    expires_on         date        not null,
    unit_cost          numeric     not null,
    unit_cost_currency text        not null,
    supplier           text,
    on_hand            numeric     not null default 0,
    recalled_at        timestamptz,
    recall_reason      text,
    expiry_told        boolean     not null default false,
    received_at        timestamptz not null,
    constraint stock_batch_on_hand check (on_hand >= 0),
    constraint stock_batch_unit_cost check (unit_cost >= 0),
    constraint stock_batch_recall_has_reason check ((recalled_at is null) = (recall_reason is null))
);
create index stock_batch_of_item on stock_batch (item_id, expires_on);
create index stock_batch_expiry_untold on stock_batch (expires_on) where not expiry_told and on_hand > 0;

-- The ledger: what came and went, and why. Rows are added and never changed.
create table stock_movement (
    id               uuid        primary key,
    batch_id         uuid        not null references stock_batch,
    item_id          uuid        not null references inventory_item,
    kind             text        not null,
    quantity         numeric     not null,
    note             text,
    dispense_item_id uuid,
    moved_by         text        not null,
    moved_at         timestamptz not null,
    constraint stock_movement_kind check (kind in
        ('RECEIPT', 'DISPENSE', 'RETURN', 'REVERSAL', 'COUNT', 'DAMAGE', 'EXPIRY', 'TRANSFER')),
    constraint stock_movement_direction check (case kind
        when 'RECEIPT' then quantity > 0 when 'REVERSAL' then quantity > 0 when 'DISPENSE' then quantity < 0
        when 'COUNT' then true else quantity <> 0 end),
    constraint stock_movement_of_dispense check (kind not in ('DISPENSE', 'REVERSAL') or dispense_item_id is not null)
);
create index stock_movement_of_item on stock_movement (item_id, id);
create index stock_movement_of_batch on stock_movement (batch_id);
-- A dispensed line leaves once and comes back by a reversal once, whoever asks at the same time.
create unique index stock_movement_leaves_once on stock_movement (dispense_item_id) where kind = 'DISPENSE';
create unique index stock_movement_reversed_once on stock_movement (dispense_item_id) where kind = 'REVERSAL';

create function apply_stock_movement() returns trigger language plpgsql as $$
declare
    recalled timestamptz;
begin
    update stock_batch set on_hand = on_hand + new.quantity where id = new.batch_id returning recalled_at into recalled;
    if new.kind = 'DISPENSE' and recalled is not null then
        raise check_violation using constraint = 'stock_batch_recalled_stays', message = 'the batch is recalled';
    end if;
    return null;
end $$;
create trigger stock_movement_applied after insert on stock_movement
    for each row execute function apply_stock_movement();

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
    raise restrict_violation using message = 'the stock ledger is append-only';
end $$;
create trigger stock_movement_append_only before update or delete on stock_movement
    for each row execute function refuse_ledger_change();
create trigger stock_movement_never_emptied before truncate on stock_movement
    for each statement execute function refuse_ledger_change();

-- Depth 1 is a statement of somebody's own, depth 2 the trigger of a movement.
create function refuse_stock_without_movement() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise restrict_violation using message = 'stock changes by movements alone';
    end if;
    return new;
end $$;
create trigger stock_batch_begins_empty before insert on stock_batch
    for each row when (new.on_hand <> 0) execute function refuse_stock_without_movement();
create trigger stock_batch_changes_by_movement before update on stock_batch
    for each row when (new.on_hand is distinct from old.on_hand) execute function refuse_stock_without_movement();
