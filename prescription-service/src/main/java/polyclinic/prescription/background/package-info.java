/** Work that no request waits for, and work that takes processor time. */
@NullMarked
package polyclinic.prescription.background;

import org.jspecify.annotations.NullMarked;
