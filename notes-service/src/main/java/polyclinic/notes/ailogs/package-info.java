/** What was asked of machines that write or find texts, and what they answered. */
@NullMarked
package polyclinic.notes.ailogs;

import org.jspecify.annotations.NullMarked;
