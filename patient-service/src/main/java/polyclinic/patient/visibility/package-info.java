/** Which patients a caller may see, for those who tell callers of what happens to patients. */
@NullMarked
package polyclinic.patient.visibility;

import org.jspecify.annotations.NullMarked;
