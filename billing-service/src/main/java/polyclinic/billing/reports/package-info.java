/** Revenue by day, method, kind and doctor. */
@NullMarked
package polyclinic.billing.reports;

import org.jspecify.annotations.NullMarked;
