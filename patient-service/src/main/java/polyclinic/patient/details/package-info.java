/** Who a patient is and how they are reached, as values. */
@NullMarked
package polyclinic.patient.details;

import org.jspecify.annotations.NullMarked;
