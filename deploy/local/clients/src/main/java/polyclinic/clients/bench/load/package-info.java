/** Load on a system: closed and open loops, and what they measured. */
@NullMarked
package polyclinic.clients.bench.load;

import org.jspecify.annotations.NullMarked;
