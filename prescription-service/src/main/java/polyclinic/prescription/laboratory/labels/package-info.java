/** Labels for specimens: as PDF, and as ZPL II for label printers. */
@NullMarked
package polyclinic.prescription.laboratory.labels;

import org.jspecify.annotations.NullMarked;
