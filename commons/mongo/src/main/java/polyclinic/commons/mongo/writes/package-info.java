/** What this process has written to MongoDB, as the driver tells it. */
@NullMarked
package polyclinic.commons.mongo.writes;

import org.jspecify.annotations.NullMarked;
