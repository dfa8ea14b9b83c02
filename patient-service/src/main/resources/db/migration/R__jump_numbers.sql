-- After a restore: numbers given since the point that was restored are on paper somewhere, and giving one twice would mix up two
-- patients. Moves every series of this database ahead by so many, and says where each stands now. May be repeated; each time
-- they move again. To be called before the service takes requests.
create or replace function polyclinic_jump_numbers(ahead integer) returns table (series text, reached bigint)
language plpgsql as $$
begin
    if ahead is null or ahead < 1 then
        raise invalid_parameter_value using message = 'polyclinic_jump_numbers moves ahead by 1 or more';
    end if;
    series := 'uhid';
    reached := setval('uhid_number', nextval('uhid_number') + ahead - 1);
    return next;
end $$;
