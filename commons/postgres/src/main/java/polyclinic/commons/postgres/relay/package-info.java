/** How a relay goes through the outbox. */
@NullMarked
package polyclinic.commons.postgres.relay;

import org.jspecify.annotations.NullMarked;
