/** Care relationships in PostgreSQL. */
@NullMarked
package polyclinic.commons.access.postgres;

import org.jspecify.annotations.NullMarked;
