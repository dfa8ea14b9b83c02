/** Doctors ask for laboratory tests and take it back; everybody concerned reads what became of it. */
@NullMarked
package polyclinic.prescription.laboratory.requests;

import org.jspecify.annotations.NullMarked;
