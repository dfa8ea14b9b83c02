/** {@code bench}: what is measured, against which limits, and the report. */
@NullMarked
package polyclinic.clients.bench;

import org.jspecify.annotations.NullMarked;
