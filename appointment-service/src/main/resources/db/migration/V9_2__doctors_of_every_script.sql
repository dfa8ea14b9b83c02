-- What a doctor's name is found by; the service computes it and fills the rows that are there.
alter table doctor
    add column search_name    text not null default '',
    add column search_words   text not null default '',
    add column search_version int  not null default 0;
