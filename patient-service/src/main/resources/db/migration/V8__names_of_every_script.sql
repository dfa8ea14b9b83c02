-- What a name is found by is computed by the service, which has transliterations of every script: the database has none, and its own
-- folding tore words apart at the vowel signs of Indic scripts. The service fills the rows that are there.
alter table patient drop column search_name;
alter table patient
    add column search_name    text not null default '',
    add column search_words   text not null default '',
    add column search_version int  not null default 0;
create index patient_search_name on patient using gin (search_name gin_trgm_ops);
create index patient_search_words on patient using gin (search_words gin_trgm_ops);
create index patient_search_version on patient (search_version);
drop function searchable(text);

-- Whole words, and the words that there are: what was asked may be a misspelling of one.
create index patient_search_whole on patient using gin (string_to_array(btrim(search_words), ' '));
create table patient_name_word (word text not null, constraint patient_name_word_once primary key (word));
create index patient_name_word_begin on patient_name_word (left(word, 1), length(word));
create index patient_name_word_alike on patient_name_word using gin (word gin_trgm_ops);

-- In the words' order, so that two who add the same words do not wait for each other in a circle. A word stays when nobody has it
-- any more: it names nobody, and finds nobody.
create function keep_name_words() returns trigger language plpgsql as $$
begin
    insert into patient_name_word (word)
    select distinct new_word from unnest(string_to_array(btrim(new.search_words), ' ')) as new_words(new_word)
     where new_word <> '' and not exists (select from patient_name_word where word = new_word)
     order by 1
        on conflict do nothing;
    return null;
end $$;
create trigger patient_name_words after insert or update of search_words on patient
    for each row execute function keep_name_words();
