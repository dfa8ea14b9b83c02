-- What patients were given, and until when it lasts: the medicine that left the pharmacy, which may be a substitute. It is counted from
-- the last time that it was dispensed; what is known to be dispensed without a record of it is counted from issuing.
create view medicine_given as
select p.patient_id,
       i.prescription_id,
       i.id as item_id,
       i.position,
       case when given.substituted then given.name else i.medication_name end as name,
       case when given.substituted then given.medication_id else coalesce(i.medication_id, given.medication_id) end
           as medication_id,
       coalesce(given.substituted, false) as substituted,
       greatest(given.last_at + make_interval(days => i.duration_days),
                p.issued_at + make_interval(days => i.duration_days * (1 + i.refills_used))) as lasts_until
  from prescription p
  join prescription_item i on i.prescription_id = p.id
  left join lateral (
       select line.medication_id, line.substituted, line.name, max(coalesce(d.handed_over_at, d.prepared_at)) as last_at
         from dispense d
         join dispense_item line on line.dispense_id = d.id
        where d.prescription_id = p.id and d.status <> 'REVERSED'
          and line.prescription_item_id = i.id and line.quantity > line.returned
        group by line.medication_id, line.substituted, line.name) given on true
 where i.dispensed > 0;
