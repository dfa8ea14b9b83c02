/** The plan of an import: the items to store and the reasons for what is skipped. */
@NullMarked
package polyclinic.clients.replay.plan;

import org.jspecify.annotations.NullMarked;
