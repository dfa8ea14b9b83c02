/** Who and what an invented clinic has: the same for the same number. */
@NullMarked
package polyclinic.clients.seed.invention;

import org.jspecify.annotations.NullMarked;
