/** What other services tell that somebody here has to know of or to do: which of their events are alerts, and which are tasks. */
@NullMarked
package polyclinic.appointment.alertrules;

import org.jspecify.annotations.NullMarked;
