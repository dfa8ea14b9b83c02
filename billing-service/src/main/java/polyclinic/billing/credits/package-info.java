/** Credit notes: what of an issued invoice is not owed. */
@NullMarked
package polyclinic.billing.credits;

import org.jspecify.annotations.NullMarked;
