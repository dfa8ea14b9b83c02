/** What a doctor orders beside medicine and laboratory tests: imaging, procedures, referrals, nursing, diet. */
@NullMarked
package polyclinic.appointment.orders;

import org.jspecify.annotations.NullMarked;
