/** Medical records that mean something like what is asked for, whatever their words. */
@NullMarked
package polyclinic.patient.similarity;

import org.jspecify.annotations.NullMarked;
