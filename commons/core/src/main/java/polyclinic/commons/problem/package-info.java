/** Refusals as facts with a slug (RFC 9457), and which failures pass by themselves. */
@NullMarked
package polyclinic.commons.problem;

import org.jspecify.annotations.NullMarked;
