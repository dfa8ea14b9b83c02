/** Beyond which values a result is critical: a table that the clinic sets. */
@NullMarked
package polyclinic.prescription.laboratory.limits;

import org.jspecify.annotations.NullMarked;
