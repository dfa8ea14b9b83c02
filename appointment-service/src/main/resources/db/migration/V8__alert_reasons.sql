-- The slug that says why something could not be done.
alter table alert add column reason text;
