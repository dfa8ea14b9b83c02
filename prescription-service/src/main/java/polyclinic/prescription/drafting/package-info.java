/** A doctor writes a draft and changes it. */
@NullMarked
package polyclinic.prescription.drafting;

import org.jspecify.annotations.NullMarked;
