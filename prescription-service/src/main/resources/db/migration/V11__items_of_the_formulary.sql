-- Items may name a medicine of the formulary, quantities are decimals, and what has left the pharmacy is counted.
alter table prescription_item alter column quantity type numeric;
alter table prescription_item add column unit text;
alter table prescription_item add column medication_id uuid references medication;
alter table prescription_item add column refills_used int not null default 0;
alter table prescription_item add column dispensed numeric not null default 0;
alter table prescription_item add constraint prescription_item_refills_used check (refills_used between 0 and refills);
-- Never more than was prescribed, refills included, whoever dispenses at the same time.
alter table prescription_item add constraint prescription_item_dispensed
    check (dispensed >= 0 and dispensed <= quantity * (1 + refills_used));
create index prescription_item_of_medication on prescription_item (medication_id) where medication_id is not null;

-- Issued prescriptions end by themselves; the service's own schedule finds them by this.
alter table prescription add column expires_at timestamptz;
update prescription set expires_at = issued_at + interval '365 days' where issued_at is not null;
create index prescription_expiry on prescription (expires_at) where status in ('ISSUED', 'PARTIALLY_DISPENSED');

-- What the QR code on the paper leads to.
alter table prescription add column verification_token text;
create unique index prescription_verification_token on prescription (verification_token);
