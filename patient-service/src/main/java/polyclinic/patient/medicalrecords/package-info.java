/** The medical record: dated notes, results, procedures and documents of any form, found by what they hold and by their words. */
@NullMarked
package polyclinic.patient.medicalrecords;

import org.jspecify.annotations.NullMarked;
