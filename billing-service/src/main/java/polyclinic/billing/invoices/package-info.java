/** Invoices: what they hold, who sees them and what is told of them. */
@NullMarked
package polyclinic.billing.invoices;

import org.jspecify.annotations.NullMarked;
