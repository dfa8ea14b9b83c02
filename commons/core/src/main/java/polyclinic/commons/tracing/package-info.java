/** Keeps patient data out of traces. */
@NullMarked
package polyclinic.commons.tracing;

import org.jspecify.annotations.NullMarked;
