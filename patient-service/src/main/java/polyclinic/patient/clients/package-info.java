/** REST APIs of others. */
@NullMarked
package polyclinic.patient.clients;

import org.jspecify.annotations.NullMarked;
