/** A cashier's drawer, from its opening float to the count. */
@NullMarked
package polyclinic.billing.shifts;

import org.jspecify.annotations.NullMarked;
