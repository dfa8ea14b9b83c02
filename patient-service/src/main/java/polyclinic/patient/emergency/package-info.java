/** Emergency access (break-glass): a record is opened without care, for hours, with a reason, an alert and a review. */
@NullMarked
package polyclinic.patient.emergency;

import org.jspecify.annotations.NullMarked;
