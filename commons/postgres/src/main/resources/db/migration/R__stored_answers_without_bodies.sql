-- The body of an answer is read anew for each repetition of its request, so none is kept, and those that were kept go.
-- Nothing reads or writes the column any more. It may be dropped by the first release whose predecessor has this file:
-- until then replicas of the release before may still run, and they name it. What they write leaves within 48 hours.
update idempotency set body = null where body is not null;
