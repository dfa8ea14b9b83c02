/** How PostgreSQL keeps where a record comes from. */
@NullMarked
package polyclinic.commons.postgres.provenance;

import org.jspecify.annotations.NullMarked;
