/** How long lists and searches take over a clinic that {@code ./polyclinic seed} has made, and by which indexes. */
@NullMarked
package polyclinic.clients.bench.lists;

import org.jspecify.annotations.NullMarked;
