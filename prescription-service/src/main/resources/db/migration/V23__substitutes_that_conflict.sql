-- Why a substitute was given although it conflicts with an allergy or another medicine of the patient.
alter table dispense_item add column override_reason text;
