/** The indexes of the database. */
@NullMarked
package polyclinic.audit.schema;

import org.jspecify.annotations.NullMarked;
