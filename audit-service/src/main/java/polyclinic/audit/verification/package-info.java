/** Recomputing the trail and comparing it with what was signed. */
@NullMarked
package polyclinic.audit.verification;

import org.jspecify.annotations.NullMarked;
