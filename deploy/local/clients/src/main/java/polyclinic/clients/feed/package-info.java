/** The live feed as a client of it sees it. */
@NullMarked
package polyclinic.clients.feed;

import org.jspecify.annotations.NullMarked;
