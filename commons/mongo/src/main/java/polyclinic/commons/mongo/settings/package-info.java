/** What the MongoDB driver is set to, beyond what configuration can say, and what its refusals mean. */
@NullMarked
package polyclinic.commons.mongo.settings;

import org.jspecify.annotations.NullMarked;
