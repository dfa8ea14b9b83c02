/** From where the sentences of a note come. */
@NullMarked
package polyclinic.notes.sources;

import org.jspecify.annotations.NullMarked;
