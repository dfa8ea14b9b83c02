/** Who reaches which of the service's resources. */
@NullMarked
package polyclinic.patient.access;

import org.jspecify.annotations.NullMarked;
