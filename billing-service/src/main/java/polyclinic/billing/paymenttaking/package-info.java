/** Money is taken for an invoice. */
@NullMarked
package polyclinic.billing.paymenttaking;

import org.jspecify.annotations.NullMarked;
