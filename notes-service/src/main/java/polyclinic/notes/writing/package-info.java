/** Writing a draft, saving it while it is typed, and editing it until it is signed or thrown away. */
@NullMarked
package polyclinic.notes.writing;

import org.jspecify.annotations.NullMarked;
