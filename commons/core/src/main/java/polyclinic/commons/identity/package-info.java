/** Who is asking, by which roles, and how far those roles reach. */
@NullMarked
package polyclinic.commons.identity;

import org.jspecify.annotations.NullMarked;
