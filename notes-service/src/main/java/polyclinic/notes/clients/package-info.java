/** Other services' REST APIs. */
@NullMarked
package polyclinic.notes.clients;

import org.jspecify.annotations.NullMarked;
