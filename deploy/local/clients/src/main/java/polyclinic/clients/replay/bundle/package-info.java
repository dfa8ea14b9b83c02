/** The resources of a set of files: whose they are, and how each one is treated. */
@NullMarked
package polyclinic.clients.replay.bundle;

import org.jspecify.annotations.NullMarked;
