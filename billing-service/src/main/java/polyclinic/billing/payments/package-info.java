/** Payments. */
@NullMarked
package polyclinic.billing.payments;

import org.jspecify.annotations.NullMarked;
