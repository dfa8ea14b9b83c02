/** People's names of any script as PostgreSQL finds them: by what the service computes of them, since it has no transliteration. */
@NullMarked
package polyclinic.commons.postgres.names;

import org.jspecify.annotations.NullMarked;
