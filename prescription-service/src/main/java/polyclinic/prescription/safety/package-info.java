/** What is checked before a prescription is issued: does a medication conflict with an allergy of the patient? */
@NullMarked
package polyclinic.prescription.safety;

import org.jspecify.annotations.NullMarked;
