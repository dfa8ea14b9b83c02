/** How the service's documents lie in MongoDB: their indexes, and entities with private state. */
@NullMarked
package polyclinic.notes.store;

import org.jspecify.annotations.NullMarked;
