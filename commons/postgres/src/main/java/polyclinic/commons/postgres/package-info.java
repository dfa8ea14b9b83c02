/** Outbox, inbox, idempotency and constraint names for services on PostgreSQL. */
@NullMarked
package polyclinic.commons.postgres;

import org.jspecify.annotations.NullMarked;
