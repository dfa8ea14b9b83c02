/** What becomes of the invoices of an appointment that will not take place. */
@NullMarked
package polyclinic.billing.settlement;

import org.jspecify.annotations.NullMarked;
