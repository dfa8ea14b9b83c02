/** What an entry of the log of machines says. */
@NullMarked
package polyclinic.notes.ailogs.entries;

import org.jspecify.annotations.NullMarked;
