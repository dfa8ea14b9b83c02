/** Whoever holds the paper of a prescription can see whether it is genuine and still in force. */
@NullMarked
package polyclinic.prescription.verification;

import org.jspecify.annotations.NullMarked;
