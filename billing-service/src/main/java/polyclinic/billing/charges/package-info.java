/** What has its lines in an invoice, each once. */
@NullMarked
package polyclinic.billing.charges;

import org.jspecify.annotations.NullMarked;
