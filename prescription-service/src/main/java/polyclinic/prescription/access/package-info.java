/** Who may see and who may change a prescription. */
@NullMarked
package polyclinic.prescription.access;

import org.jspecify.annotations.NullMarked;
