-- What an item has now is summed up again and again, what it once had is not.
create index stock_batch_on_hand_of_item on stock_batch (item_id) where on_hand > 0;
