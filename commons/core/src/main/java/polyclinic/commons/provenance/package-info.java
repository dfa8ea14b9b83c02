/** Where records come from that were made elsewhere: their ids, times and authors there. */
@NullMarked
package polyclinic.commons.provenance;

import org.jspecify.annotations.NullMarked;
