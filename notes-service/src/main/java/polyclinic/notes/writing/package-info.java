/** Writing a draft and editing it until it is signed. */
@NullMarked
package polyclinic.notes.writing;

import org.jspecify.annotations.NullMarked;
