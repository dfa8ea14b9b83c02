/** Several documents of one patient that one request brings. */
@NullMarked
package polyclinic.notes.batches;

import org.jspecify.annotations.NullMarked;
