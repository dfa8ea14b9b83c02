/** Background work, and CPU-bound work that is kept off the event loop. */
@NullMarked
package polyclinic.prescription.background;

import org.jspecify.annotations.NullMarked;
