/** Compares what a service keeps of others' facts with what their owners state, and mends what differs (ADR 56). */
@NullMarked
package polyclinic.commons.reconciliation;

import org.jspecify.annotations.NullMarked;
