/** What the entries of a patient's record have in common: their codes, their days, whether they are valid. */
@NullMarked
package polyclinic.patient.content;

import org.jspecify.annotations.NullMarked;
