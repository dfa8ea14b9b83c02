/** What the client programs check, wait for and print step by step. */
@NullMarked
package polyclinic.clients.checks;

import org.jspecify.annotations.NullMarked;
