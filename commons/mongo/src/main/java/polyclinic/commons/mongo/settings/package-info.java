/** What the MongoDB driver is set to, beyond what configuration can say. */
@NullMarked
package polyclinic.commons.mongo.settings;

import org.jspecify.annotations.NullMarked;
