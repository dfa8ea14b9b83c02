/** Other services' REST APIs. */
@NullMarked
package polyclinic.appointment.clients;

import org.jspecify.annotations.NullMarked;
