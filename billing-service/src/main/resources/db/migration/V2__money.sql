-- Equality of text beside overlap of dates in one exclusion constraint.
create extension if not exists btree_gist;

-- What something costs, from one day to another (both included). Nothing has two prices in one currency on one day.
create table price (
    id              uuid           primary key,
    version         bigint         not null,
    code            text           not null,
    name            text           not null,
    kind            text           not null,
    currency        text           not null,
    amount          numeric(20, 4) not null,
    tax_rate        numeric(9, 6),
    applies_to_type text,
    applies_to_code text,
    valid_from      date           not null,
    valid_to        date,
    created_at      timestamptz    not null,
    updated_at      timestamptz    not null,
    constraint price_kind_known check (kind in ('CONSULTATION', 'PROCEDURE', 'LAB', 'MEDICINE', 'OTHER')),
    constraint price_applies_to_known check (
        applies_to_type in ('ENCOUNTER', 'PROCEDURE', 'LAB_TEST', 'MEDICATION')
        and (applies_to_type is not null or applies_to_code is null)),
    constraint price_not_negative check (amount >= 0 and tax_rate between 0 and 1),
    constraint price_days_in_order check (valid_to >= valid_from),
    constraint price_once_a_day exclude using gist (
        code with =, currency with =, daterange(valid_from, valid_to, '[]') with &&),
    constraint price_applies_once_a_day exclude using gist (
        applies_to_type with =, coalesce(applies_to_code, '') with =, currency with =,
        daterange(valid_from, valid_to, '[]') with &&) where (applies_to_type is not null)
);

-- The last number of each series and year. Whoever takes one holds the row until they commit, and who fails gives it back.
create table number_series (
    series text not null,
    year   int  not null,
    last   int  not null,
    constraint number_series_key primary key (series, year),
    constraint number_series_known check (series in ('INVOICE', 'CREDIT_NOTE')),
    constraint number_series_counts check (last > 0)
);

-- A number that was given stays: only the next one may follow.
create function counts_up_by_one() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or new.last <> old.last + 1 or new.series <> old.series or new.year <> old.year then
        raise exception 'a series counts up by one' using errcode = 'check_violation', constraint = 'number_series_counts';
    end if;
    return new;
end $$;
create trigger number_series_is_gapless before update or delete on number_series
    for each row execute function counts_up_by_one();

-- Totals are not kept: they follow from the lines, and what is paid and due from the ledger.
create table invoice (
    id                     uuid        primary key,
    version                bigint      not null,
    patient_id             uuid        not null,
    encounter_id           uuid,
    appointment_id         uuid,
    currency               text        not null,
    status                 text        not null,
    automatic              boolean     not null,
    -- It takes no further automatic lines: those have a draft behind it.
    is_full                boolean     not null default false,
    series_year            int,
    series_number          int,
    number                 text,
    issued_at              timestamptz,
    voided_at              timestamptz,
    void_reason            text,
    provenance_source      text,
    provenance_external_id text,
    provenance_recorded_at timestamptz,
    provenance_author      text,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    constraint invoice_status_known check (status in ('DRAFT', 'ISSUED', 'VOID')),
    constraint invoice_number_once unique (series_year, series_number),
    constraint invoice_numbered_when_issued check (
        (series_number is null) = (series_year is null)
        and (provenance_source is not null
             or (issued_at is null) = (series_number is null) and (issued_at is null) = (number is null))),
    constraint invoice_issued_has_time check ((status = 'ISSUED') <= (issued_at is not null)),
    constraint invoice_draft_has_no_time check ((status = 'DRAFT') <= (issued_at is null)),
    constraint invoice_void_has_reason check ((status = 'VOID') = (voided_at is not null and void_reason is not null)),
    -- What comes from elsewhere keeps its number and takes none of this clinic's.
    constraint invoice_history_is_not_ours check (
        provenance_source is null or status = 'ISSUED' and series_number is null),
    constraint invoice_external_id_once unique (provenance_source, provenance_external_id)
);
create unique index invoice_one_draft_an_encounter on invoice (encounter_id, patient_id, currency)
    where status = 'DRAFT' and encounter_id is not null and not is_full;
-- Of an appointment and of none: what is voided with an appointment holds nothing else.
create unique index invoice_one_open_draft_a_patient on invoice (patient_id, appointment_id, currency) nulls not distinct
    where status = 'DRAFT' and encounter_id is null and automatic and not is_full;
create index invoice_of_patient on invoice (patient_id, id);
create index invoice_of_appointment on invoice (appointment_id) where appointment_id is not null;
create index invoice_by_issue on invoice (issued_at, id);
create index invoice_by_status on invoice (status, id) where status <> 'ISSUED';

create table invoice_line (
    id               uuid           primary key,
    invoice_id       uuid           not null,
    position         int            not null,
    kind             text           not null,
    price_code       text,
    description      text           not null,
    quantity         numeric(20, 6) not null,
    unit_price       numeric(20, 4),
    discount_percent numeric(9, 6),
    discount_amount  numeric(20, 4),
    tax_rate         numeric(9, 6)  not null,
    source_type      text,
    source_id        uuid,
    source_item_id   uuid,
    doctor_id        uuid,
    constraint invoice_line_of_invoice foreign key (invoice_id) references invoice (id),
    constraint invoice_line_kind_known check (kind in ('CONSULTATION', 'PROCEDURE', 'LAB', 'MEDICINE', 'OTHER')),
    constraint invoice_line_amounts check (
        quantity > 0 and unit_price >= 0 and discount_percent between 0 and 100 and discount_amount >= 0
        and tax_rate between 0 and 1 and num_nonnulls(discount_percent, discount_amount) <= 1),
    constraint invoice_line_source_known check (
        source_type in ('ENCOUNTER', 'DISPENSE', 'LAB_REQUEST', 'ORDER')
        and (source_type is null) = (source_id is null))
);
create index invoice_line_of on invoice_line (invoice_id, position);

-- An issued invoice never changes: it is voided or credited. Only its version moves, when money moves.
create function invoice_stays_as_issued() returns trigger language plpgsql as $$
begin
    if old.status = 'DRAFT' then
        if tg_op = 'DELETE' then return old; end if;
        return new;
    end if;
    if tg_op = 'DELETE' or old.status = 'VOID' or new.status not in ('ISSUED', 'VOID')
       or (new.id, new.patient_id, new.encounter_id, new.appointment_id, new.currency, new.automatic, new.series_year,
           new.series_number, new.number, new.issued_at, new.provenance_source, new.provenance_external_id,
           new.provenance_recorded_at, new.provenance_author, new.created_at)
          is distinct from
          (old.id, old.patient_id, old.encounter_id, old.appointment_id, old.currency, old.automatic, old.series_year,
           old.series_number, old.number, old.issued_at, old.provenance_source, old.provenance_external_id,
           old.provenance_recorded_at, old.provenance_author, old.created_at) then
        raise exception 'an issued invoice never changes'
            using errcode = 'check_violation', constraint = 'invoice_stays_as_issued';
    end if;
    return new;
end $$;
create trigger invoice_stays_as_issued before update or delete on invoice
    for each row execute function invoice_stays_as_issued();

create function invoice_lines_stay_as_issued() returns trigger language plpgsql as $$
declare
    of_invoice uuid := case when tg_op = 'DELETE' then old.invoice_id else new.invoice_id end;
begin
    if exists (select from invoice where id = of_invoice and status <> 'DRAFT'
               and not (tg_op = 'INSERT' and provenance_source is not null)) then
        raise exception 'an issued invoice never changes'
            using errcode = 'check_violation', constraint = 'invoice_stays_as_issued';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;
create trigger invoice_lines_stay_as_issued before insert or update or delete on invoice_line
    for each row execute function invoice_lines_stay_as_issued();

-- What made a line by itself, each once: an encounter, a dispense, a laboratory request, an order. What was told of it
-- before it arrived has a row without an invoice: a late arrival of what was taken back makes no line.
create table charge (
    source_type   text        not null,
    source_id     uuid        not null,
    patient_id    uuid        not null,
    -- Whether an event named the patient, not only a cashier: then no other patient is charged.
    patient_told  boolean     not null,
    invoice_id    uuid,
    -- The invoice that had its lines before, where it was released.
    released_from uuid,
    state         text        not null,
    handed_over   boolean     not null default false,
    created_at    timestamptz not null,
    constraint charge_once primary key (source_type, source_id),
    constraint charge_of_invoice foreign key (invoice_id) references invoice (id),
    constraint charge_released_from foreign key (released_from) references invoice (id),
    constraint charge_source_known check (source_type in ('ENCOUNTER', 'DISPENSE', 'LAB_REQUEST', 'ORDER')),
    constraint charge_state_known check (state in ('EXPECTED', 'CHARGED', 'RELEASED', 'WITHDRAWN')),
    constraint charge_has_invoice check ((state = 'CHARGED') = (invoice_id is not null))
);
create index charge_by_invoice on charge (invoice_id) where invoice_id is not null;

-- What was given back of a dispense, each event once; it may arrive before the dispense does.
create table returned_item (
    event_id         uuid           not null,
    dispense_id      uuid           not null,
    dispense_item_id uuid           not null,
    quantity         numeric(20, 6) not null,
    constraint returned_item_once primary key (event_id, dispense_item_id),
    constraint returned_item_quantity check (quantity > 0)
);
create index returned_item_of_dispense on returned_item (dispense_id);

-- Appointments that will not take place: what arrives later for them is decided as if it had arrived before.
create table cancelled_appointment (
    appointment_id uuid        not null,
    cancelled_at   timestamptz not null,
    constraint cancelled_appointment_once primary key (appointment_id)
);

-- A cashier's drawer. What should be in it follows from the ledger.
create table shift (
    id            uuid           primary key,
    version       bigint         not null,
    cashier       text           not null,
    currency      text           not null,
    opening_float numeric(20, 4) not null,
    counted       numeric(20, 4),
    opened_at     timestamptz    not null,
    closed_at     timestamptz,
    constraint shift_amounts check (opening_float >= 0 and counted >= 0),
    constraint shift_counted_when_closed check ((closed_at is null) = (counted is null))
);
create unique index shift_one_open_a_cashier on shift (cashier) where closed_at is null;

create table payment (
    id         uuid           primary key,
    version    bigint         not null,
    invoice_id uuid           not null,
    patient_id uuid           not null,
    currency   text           not null,
    amount     numeric(20, 4) not null,
    method     text           not null,
    reference  text,
    shift_id   uuid,
    cashier    text           not null,
    taken_at   timestamptz    not null,
    constraint payment_of_invoice foreign key (invoice_id) references invoice (id),
    constraint payment_in_shift foreign key (shift_id) references shift (id),
    constraint payment_method_known check (method in ('CASH', 'CARD', 'TRANSFER', 'INSURANCE', 'OTHER')),
    constraint payment_positive check (amount > 0)
);
create index payment_of on payment (invoice_id, id);
create index payment_of_patient on payment (patient_id, id);

create table refund (
    id          uuid           primary key,
    payment_id  uuid           not null,
    amount      numeric(20, 4) not null,
    reason      text           not null,
    shift_id    uuid,
    cashier     text           not null,
    refunded_at timestamptz    not null,
    constraint refund_of_payment foreign key (payment_id) references payment (id),
    constraint refund_in_shift foreign key (shift_id) references shift (id),
    constraint refund_positive check (amount > 0)
);
create index refund_of on refund (payment_id, id);

create table credit_note (
    id            uuid        primary key,
    version       bigint      not null,
    invoice_id    uuid        not null,
    patient_id    uuid        not null,
    currency      text        not null,
    series_year   int         not null,
    series_number int         not null,
    number        text        not null,
    reason        text        not null,
    issued_at     timestamptz not null,
    constraint credit_note_of_invoice foreign key (invoice_id) references invoice (id),
    constraint credit_note_number_once unique (series_year, series_number)
);
create index credit_note_of on credit_note (invoice_id, id);

create table credit_note_line (
    id             uuid           primary key,
    credit_note_id uuid           not null,
    position       int            not null,
    line_id        uuid,
    kind           text           not null,
    doctor_id      uuid,
    description    text           not null,
    quantity       numeric(20, 6) not null,
    net            numeric(20, 4) not null,
    tax            numeric(20, 4) not null,
    constraint credit_note_line_of foreign key (credit_note_id) references credit_note (id),
    constraint credit_note_line_amounts check (quantity > 0 and net >= 0 and tax >= 0)
);
create index credit_note_line_in on credit_note_line (credit_note_id, position);
create index credit_note_line_of_line on credit_note_line (line_id) where line_id is not null;

-- The ledger: double entry, only ever added to. A posting is one document's; its entries add up to nothing.
create table posting (
    id          uuid        primary key,
    type        text        not null,
    document_id uuid        not null,
    invoice_id  uuid        not null,
    patient_id  uuid        not null,
    method      text,
    shift_id    uuid,
    day         date        not null,
    posted_at   timestamptz not null,
    constraint posting_once unique (type, document_id),
    constraint posting_of_invoice foreign key (invoice_id) references invoice (id),
    constraint posting_in_shift foreign key (shift_id) references shift (id),
    constraint posting_type_known check (type in (
        'INVOICE', 'VOID', 'CREDIT_NOTE', 'PAYMENT', 'REFUND', 'HISTORY_INVOICE', 'HISTORY_PAYMENT')),
    constraint posting_method_of_money check (
        (type in ('PAYMENT', 'REFUND', 'HISTORY_PAYMENT')) = (method is not null))
);
create index posting_of on posting (invoice_id);
create index posting_of_patient on posting (patient_id, posted_at, id);
create index posting_by_day on posting (day);
create index posting_by_shift on posting (shift_id) where shift_id is not null;

-- Debits are positive. Each entry says what was sold and by whom, so that every report has every figure.
create table ledger_entry (
    posting_id uuid           not null,
    line       int            not null,
    account    text           not null,
    currency   text           not null,
    amount     numeric(20, 4) not null,
    kind       text           not null,
    doctor_id  uuid,
    constraint ledger_entry_once primary key (posting_id, line),
    constraint ledger_entry_of_posting foreign key (posting_id) references posting (id),
    constraint ledger_entry_account_known check (account in ('RECEIVABLE', 'REVENUE', 'TAX', 'FUNDS')),
    constraint ledger_entry_kind_known check (kind in ('CONSULTATION', 'PROCEDURE', 'LAB', 'MEDICINE', 'OTHER')),
    constraint ledger_entry_not_zero check (amount <> 0)
);

create function ledger_is_only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is only added to'
        using errcode = 'check_violation', constraint = 'ledger_is_only_added_to';
end $$;
create trigger posting_is_only_added before update or delete or truncate on posting
    for each statement execute function ledger_is_only_added_to();
create trigger ledger_entry_is_only_added before update or delete or truncate on ledger_entry
    for each statement execute function ledger_is_only_added_to();

-- At the end of the transaction: a posting balances in each currency.
create function posting_balances() returns trigger language plpgsql as $$
begin
    if exists (select from ledger_entry where posting_id = new.posting_id group by currency having sum(amount) <> 0) then
        raise exception 'a posting balances' using errcode = 'check_violation', constraint = 'posting_balances';
    end if;
    return null;
end $$;
create constraint trigger posting_balances after insert on ledger_entry deferrable initially deferred
    for each row execute function posting_balances();

-- At the end of the transaction, whoever wrote it: no payment takes more than is due. The invoice's row is locked first, so
-- two payments at once are judged one behind the other.
create function payment_within_due() returns trigger language plpgsql as $$
declare
    due numeric;
begin
    if new.type <> 'PAYMENT' then return null; end if;
    perform from invoice where id = new.invoice_id for update;
    select coalesce(sum(e.amount), 0) into due
      from ledger_entry e join posting p on p.id = e.posting_id
     where p.invoice_id = new.invoice_id and e.account = 'RECEIVABLE';
    if due < 0 then
        raise exception 'more was paid than is due' using errcode = 'check_violation', constraint = 'payment_within_due';
    end if;
    return null;
end $$;
create constraint trigger payment_within_due after insert on posting deferrable initially deferred
    for each row execute function payment_within_due();

-- A payment that was decided by what is not so any more: the statement that says so writes nothing and is tried again.
create function payment_lost_race() returns void language plpgsql as $$
begin
    raise exception 'the invoice or the drawer has changed meanwhile' using errcode = 'serialization_failure';
end $$;

create function refund_within_payment() returns trigger language plpgsql as $$
declare
    paid numeric;
begin
    select amount into paid from payment where id = new.payment_id for update;
    if (select sum(amount) from refund where payment_id = new.payment_id) > paid then
        raise exception 'more was refunded than paid'
            using errcode = 'check_violation', constraint = 'refund_within_payment';
    end if;
    return null;
end $$;
create constraint trigger refund_within_payment after insert on refund deferrable initially deferred
    for each row execute function refund_within_payment();
