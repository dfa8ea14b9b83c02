/** What becomes of a laboratory request: specimens, results, corrections and their review. */
@NullMarked
package polyclinic.prescription.laboratory.work;

import org.jspecify.annotations.NullMarked;
