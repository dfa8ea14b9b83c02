-- After a restore: token numbers given since the point that was restored are in patients' hands. Moves every doctor's numbers of
-- today and tomorrow (who checks in the evening before has one of these), and the common queue's of each day that is today somewhere,
-- ahead by so many, and says where each stands now; those of days that are over are never given again. May be repeated; each time they move again. To be called before the service takes
-- requests.
create or replace function polyclinic_jump_numbers(ahead integer) returns table (series text, reached bigint)
language plpgsql as $$
begin
    if ahead is null or ahead < 1 then
        raise invalid_parameter_value using message = 'polyclinic_jump_numbers moves ahead by 1 or more';
    end if;
    return query
        insert into queue_counter as counter (doctor_id, day, last)
        select doctor.id, (now() at time zone doctor.time_zone)::date + days, ahead from doctor, generate_series(0, 1) as days
        on conflict (doctor_id, day) do update set last = counter.last + ahead
        returning 'queue_token of doctor ' || counter.doctor_id || ' on ' || counter.day, counter.last::bigint;
    return query
        insert into common_queue_counter as counter (day, last)
        select (now() at time zone 'UTC')::date + days, ahead from generate_series(-1, 1) as days
        on conflict (day) do update set last = counter.last + ahead
        returning 'queue_token of the clinic on ' || counter.day, counter.last::bigint;
end $$;
