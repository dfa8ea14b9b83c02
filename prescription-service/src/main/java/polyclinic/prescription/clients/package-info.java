/** The other services' REST interfaces, as far as this service uses them. */
@NullMarked
package polyclinic.prescription.clients;

import org.jspecify.annotations.NullMarked;
