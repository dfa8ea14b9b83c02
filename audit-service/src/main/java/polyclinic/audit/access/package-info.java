/** Who may read what. */
@NullMarked
package polyclinic.audit.access;

import org.jspecify.annotations.NullMarked;
