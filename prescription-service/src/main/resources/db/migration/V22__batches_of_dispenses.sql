-- A recall names the prepared dispenses that hold some of the batch.
create index dispense_item_of_batch on dispense_item (batch_id) where returned < quantity;
