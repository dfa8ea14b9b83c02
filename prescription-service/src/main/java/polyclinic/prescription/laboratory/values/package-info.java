/** What a laboratory value says: its digits as they were sent, its comparator, its range and what that means. */
@NullMarked
package polyclinic.prescription.laboratory.values;

import org.jspecify.annotations.NullMarked;
