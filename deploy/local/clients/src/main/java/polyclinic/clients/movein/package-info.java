/** Moving in: brings the records of another system into the suite. */
@NullMarked
package polyclinic.clients.movein;

import org.jspecify.annotations.NullMarked;
