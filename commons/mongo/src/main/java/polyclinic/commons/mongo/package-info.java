/** Outbox, idempotency, leases and schema steps for services on MongoDB. */
@NullMarked
package polyclinic.commons.mongo;

import org.jspecify.annotations.NullMarked;
