-- Lists of what is open, newest first, pass over what has ended, of which there is more every day.
create index task_open on task (id) where status = 'OPEN';
create index task_claimed on task (id) where status = 'CLAIMED';
create index alert_open_newest on alert (id) where status = 'OPEN';
-- What a rule has made for a thing.
create index task_by_about on task (about_id) where about_id is not null;
-- Orders end with their encounter.
create index medical_order_by_encounter on medical_order (encounter_id) where encounter_id is not null;
-- Who placed an order sees it by care alone.
drop index medical_order_by_orderer;
-- Lists of open orders, newest first.
create index medical_order_active on medical_order (id) where status = 'ACTIVE';
create index medical_order_in_progress on medical_order (id) where status = 'IN_PROGRESS';
-- How long a critical alert has waited for somebody.
create index alert_critical_open on alert (raised_at) where status = 'OPEN' and severity = 'CRITICAL';
