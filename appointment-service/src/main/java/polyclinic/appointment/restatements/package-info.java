/** What this service states again of its facts, for those who keep projections of them. */
@NullMarked
package polyclinic.appointment.restatements;

import org.jspecify.annotations.NullMarked;
