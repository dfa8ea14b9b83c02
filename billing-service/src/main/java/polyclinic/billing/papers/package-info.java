/** Invoices and receipts on paper: PDF, signed. */
@NullMarked
package polyclinic.billing.papers;

import org.jspecify.annotations.NullMarked;
