/** The owner's side of reconciliation: it states again, page by page, what it holds (ADR 56). */
@NullMarked
package polyclinic.commons.postgres.reconciliation;

import org.jspecify.annotations.NullMarked;
