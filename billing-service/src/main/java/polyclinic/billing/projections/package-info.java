/** What this service keeps of others' facts, from their owners' events. */
@NullMarked
package polyclinic.billing.projections;

import org.jspecify.annotations.NullMarked;
