/** Answers that are the same for everybody with the same roles, kept in Redis for seconds and dropped when something changes. */
@NullMarked
package polyclinic.gateway.cache;

import org.jspecify.annotations.NullMarked;
