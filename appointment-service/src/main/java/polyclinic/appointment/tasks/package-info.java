/** Who has to do what, until when: by name or by role, claimed by one. */
@NullMarked
package polyclinic.appointment.tasks;

import org.jspecify.annotations.NullMarked;
