/** Results of laboratory requests become clinical data. */
@NullMarked
package polyclinic.notes.labresults;

import org.jspecify.annotations.NullMarked;
