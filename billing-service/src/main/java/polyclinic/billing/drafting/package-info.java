/** Drafts of invoices, by hand, and history of money from elsewhere. */
@NullMarked
package polyclinic.billing.drafting;

import org.jspecify.annotations.NullMarked;
