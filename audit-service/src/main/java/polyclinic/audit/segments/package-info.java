/** Sealed years of the trail, as auditors see them: which there are, what proves them, and their entries. */
@NullMarked
package polyclinic.audit.segments;

import org.jspecify.annotations.NullMarked;
