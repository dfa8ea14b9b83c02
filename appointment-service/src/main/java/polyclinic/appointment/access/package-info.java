/** Who reaches what: the one table of roles, and queries that keep to it. */
@NullMarked
package polyclinic.appointment.access;

import org.jspecify.annotations.NullMarked;
