/** What documents are made of: free-form content, its units, its author. */
@NullMarked
package polyclinic.notes.content;

import org.jspecify.annotations.NullMarked;
