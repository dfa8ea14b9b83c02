/** Finding patients by name in any script, by number and by address. */
@NullMarked
package polyclinic.patient.search;

import org.jspecify.annotations.NullMarked;
