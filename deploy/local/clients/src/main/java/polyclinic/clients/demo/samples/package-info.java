/** Invented people for the demo. */
@NullMarked
package polyclinic.clients.demo.samples;

import org.jspecify.annotations.NullMarked;
