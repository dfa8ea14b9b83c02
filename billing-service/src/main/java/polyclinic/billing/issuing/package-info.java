/** What becomes of a draft: an invoice with a number, or void. */
@NullMarked
package polyclinic.billing.issuing;

import org.jspecify.annotations.NullMarked;
