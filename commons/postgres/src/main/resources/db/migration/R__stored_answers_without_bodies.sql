-- The body of an answer is read anew for each repetition of its request, so none is kept, and those that were kept go.
-- This release neither reads nor writes the column. The release before does; where its replicas still run during the upgrade
-- (docs/operations.md, "Upgrading", says where they may not), a body that they write stays until its key expires. The column
-- may be dropped by the first release whose predecessor has this file.
update idempotency set body = null where body is not null;
