/** What a replay did, as lines and as JSON. */
@NullMarked
package polyclinic.clients.replay.report;

import org.jspecify.annotations.NullMarked;
