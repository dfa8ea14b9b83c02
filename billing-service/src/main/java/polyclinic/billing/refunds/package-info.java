/** Refunds of payments. */
@NullMarked
package polyclinic.billing.refunds;

import org.jspecify.annotations.NullMarked;
